package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.testkit.StatementCounter;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.util.List;
import org.hibernate.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold before the first attachment. */
class BootTest {

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theShippedScriptPassesValidation(TestDatabase.Kind kind) {
    try (TestDatabase database = kind.open()) {
      SchemaScripts.run(database);
      try (EntityManagerFactory factory =
          new PersistenceConfiguration("validated")
              .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
              .property("hibernate.hbm2ddl.auto", "validate")
              .createEntityManagerFactory()) {
        assertThat(factory.getMetamodel().getEntities())
            .extracting(e -> e.getName())
            .containsExactlyInAnyOrder("AffixBlob", "AffixAttachment", "AffixVariant");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void keysCompareByBytes(TestDatabase.Kind kind) {
    try (Unit unit = Unit.open(kind)) {
      for (String key : List.of("a", "A", "a ", "á", "ä", "-", "_", "~")) {
        unit.runInTransaction(em ->
            em.createNativeQuery(
                    "insert into affix_deletions (id, service, storage_key, reason, due_at,"
                        + " attempts, created_at) values ('"
                        + java.util.UUID.randomUUID()
                        + "', 's', '"
                        + key
                        + "', 'PURGED', '2999-01-01 00:00:00', 0, '2020-01-01 00:00:00')")
                .executeUpdate());
      }
      List<?> keys =
          unit.inTransaction(em ->
              em.createNativeQuery(
                      "select storage_key from affix_deletions order by storage_key", String.class)
                  .getResultList());
      assertThat(keys).isEqualTo(List.of("-", "A", "_", "a", "a ", "~", "á", "ä"));
    }
  }

  @Test
  void theHibernateUnderTestIsTheOneThatWasMeant() {
    assertThat(Version.getVersionString()).isEqualTo(System.getProperty("affix.hibernate"));
  }

  @Test
  void aUnitWithoutAnAffixIsLeftAlone() {
    try (TestDatabase database = TestDatabase.h2()) {
      StatementCounter counter = StatementCounter.over(database.dataSource());
      try (EntityManagerFactory factory =
          new PersistenceConfiguration("plain")
              .managedClass(Pseud.class)
              .property("jakarta.persistence.nonJtaDataSource", counter.dataSource())
              .property("hibernate.hbm2ddl.auto", "create")
              .createEntityManagerFactory()) {
        factory.runInTransaction(em -> em.persist(new Pseud("ann")));
        counter.assertStatements(
            1,
            () ->
                assertThat(
                        factory.<Long>callInTransaction(em ->
                            em.createQuery("select count(*) from Pseud", Long.class)
                                .getSingleResult()))
                    .isEqualTo(1));
      }
    }
  }
}
