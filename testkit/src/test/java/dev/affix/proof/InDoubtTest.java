package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.StagedBlob;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.resource.transaction.spi.SynchronizationRegistryImplementor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transactions of which nobody can tell how they end: a JTA coordinator answers "unknown" while the
 * database still holds their locks, perhaps for hours.
 */
@ParameterizedClass
@MethodSource("databases")
class InDoubtTest {
  private final TestDatabase.Kind kind;
  private Unit unit;

  InDoubtTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void noThreadWaitsForThemAndEachEndsAsItDoes() {
    Long ann = unit.pseud("ann");
    Long bob = unit.pseud("bob");
    Long other = unit.pseudWithIcon("other");
    try (EntityManager committing = attachInDoubt(ann);
        EntityManager failing = attachInDoubt(bob)) {
      try {
        // Done by the threads that have just tried to discard both uploads.
        unit.runInTransaction(em -> em.find(Pseud.class, other).icon().purge());
        Unit.eventually(() -> unit.memory.size() == 2 && unit.counter.held() == 2);
        assertThat(unit.affix().housekeeping().expired()).isZero();
      } finally {
        committing.getTransaction().commit();
        failing.getTransaction().rollback();
      }
    }
    assertThat(hasIcon(ann)).isTrue();
    assertThat(hasIcon(bob)).isFalse();
    assertThat(unit.rows("affix_blobs where state = 'STAGED'")).isEqualTo(1);

    unit.sql("update affix_blobs set expires_at = '2020-01-01 00:00:00' where state = 'STAGED'");
    assertThat(unit.affix().housekeeping().expired()).isEqualTo(1);
    assertThat(unit.memory.size()).isEqualTo(1);
    unit.assertClean();
  }

  @Test
  void whatTheUserStagedIsLeftAloneAndHandlesForget() {
    Long ann = unit.pseud("ann");
    StagedBlob staged = unit.affix().stage(Pictures.png("ann"));
    try (EntityManager em =
        inDoubt(manager -> manager.find(Pseud.class, ann).icon().attach(staged))) {
      assertThat(em.find(Pseud.class, ann).icon().toString()).contains("not loaded");
      assertThat(unit.afterCommit).isEmpty();
      em.getTransaction().rollback();
    }
    unit.settle();
    assertThat(unit.memory.size()).isEqualTo(1);
    unit.runInTransaction(em -> em.find(Pseud.class, ann).icon().attach(staged));
    assertThat(hasIcon(ann)).isTrue();
    unit.assertClean();
  }

  private EntityManager attachInDoubt(Long id) {
    return inDoubt(em -> em.find(Pseud.class, id).icon().attach(Pictures.png("p" + id)));
  }

  /**
   * Does it in a transaction, and tells Hibernate as JTA would while the transaction stays open.
   */
  private EntityManager inDoubt(Consumer<EntityManager> work) {
    EntityManager em = unit.factory().createEntityManager();
    em.getTransaction().begin();
    work.accept(em);
    var synchronizations =
        (SynchronizationRegistryImplementor)
            em.unwrap(SessionImplementor.class)
                .getTransactionCoordinator()
                .getLocalSynchronizations();
    synchronizations.notifySynchronizationsAfterTransactionCompletion(Status.STATUS_UNKNOWN);
    return em;
  }

  private boolean hasIcon(Long id) {
    return unit.inTransaction(em -> em.find(Pseud.class, id).icon().isAttached());
  }
}
