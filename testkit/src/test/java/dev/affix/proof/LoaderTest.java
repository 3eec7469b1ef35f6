package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A list of owners costs a constant number of statements, in any session. */
@ParameterizedClass
@MethodSource("databases")
class LoaderTest {
  private static final int MANY = 2_500;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  private static Unit unit;

  @SuppressWarnings("NullAway.Init") // injected
  @Parameter
  TestDatabase.Kind kind;

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeParameterizedClassInvocation
  static void open(TestDatabase.Kind kind) {
    unit = Unit.open(kind);
    var ann = unit.affix().stage(Pictures.png("shared"));
    unit.runInTransaction(em -> {
      Pseud first = new Pseud("p00000");
      first.icon().attach(ann);
      em.persist(first);
      var blob = first.icon().blob();
      for (int i = 1; i < MANY; i++) {
        Pseud next = new Pseud("p%05d".formatted(i));
        em.persist(next);
        next.icon().attach(blob);
        if (i < 100) {
          next.pictures().attach(blob);
        }
      }
    });
  }

  @AfterParameterizedClassInvocation
  static void close() {
    unit.close();
  }

  @Test
  void aHundredOwnersWithIconsAndVariantUrlsCostTwoStatements() {
    unit.runInTransaction(em ->
        unit.counter.assertStatements(
            2,
            () -> {
              for (Pseud pseud : page(em, 100)) {
                assertThat(pseud.icon().url()).isPresent();
                assertThat(pseud.icon().variant("standard").url()).isPresent();
              }
            }));
  }

  @Test
  void twoThousandFiveHundredOwnersCostFour() {
    unit.runInTransaction(em ->
        unit.counter.assertStatements(
            4, () -> assertThat(page(em, MANY)).allMatch(p -> p.icon().url().isPresent())));
  }

  @Test
  void aHundredOwnersAfterAFlushCostOne() {
    unit.runInTransaction(em -> {
      List<Pseud> page = page(em, 100);
      page.get(0).rename(page.get(0).name() + "!");
      em.flush();
      unit.counter.assertStatements(
          1, () -> page.forEach(p -> assertThat(p.icon().isAttached()).isTrue()));
      em.getTransaction().setRollbackOnly();
    });
  }

  @Test
  void readingNeverFlushes() {
    unit.runInTransaction(em -> {
      List<Pseud> page = page(em, 10);
      page.get(0).rename("never written");
      var sql = unit.counter.count(() -> page.get(1).icon().isAttached()).sql();
      assertThat(sql).singleElement().asString().startsWith("select");
      em.getTransaction().setRollbackOnly();
    });
  }

  @Test
  void hasManyIsLoadedTheSameWay() {
    unit.runInTransaction(em ->
        unit.counter.assertStatements(
            2,
            () -> {
              int files = page(em, 100).stream().mapToInt(p -> p.pictures().size()).sum();
              assertThat(files).isEqualTo(99);
            }));
  }

  @Test
  void eachPageOfASessionCostsTwo() {
    unit.runInTransaction(em ->
        unit.counter.assertStatements(
            10,
            () -> {
              for (int page = 0; page < 5; page++) {
                query(em).setFirstResult(page * 10).setMaxResults(10).getResultList().stream()
                    .forEach(p -> assertThat(p.icon().url()).isPresent());
              }
            }));
  }

  @Test
  void urlsStayTheSameAndCostNothing() {
    unit.runInTransaction(em -> {
      Pseud pseud = page(em, 1).get(0);
      var first = pseud.icon().variant("standard").url();
      unit.counter.assertStatements(
          0, () -> assertThat(pseud.icon().variant("standard").url()).isEqualTo(first));
    });
  }

  @Test
  void aReferenceIsLoadedBeforeItAnswers() {
    unit.runInTransaction(em -> {
      Long id = page(em, 1).get(0).id();
      em.clear();
      Pseud reference = em.getReference(Pseud.class, id);
      assertThat(reference.icon().isAttached()).isTrue();
    });
  }

  @Test
  void aDetachedOwnerThatWasLoadedStillAnswers() {
    Pseud pseud =
        unit.inTransaction(em -> {
          Pseud loaded = page(em, 1).get(0);
          assertThat(loaded.icon().isAttached()).isTrue();
          return loaded;
        });
    assertThat(pseud.icon().url()).isPresent();
  }

  @Test
  void aDetachedOwnerThatWasNotLoadedSaysHowToLoadIt() {
    Pseud pseud = unit.inTransaction(em -> page(em, 1).get(0));
    assertThatThrownBy(() -> pseud.icon().isAttached())
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("affix.preload(owners, \"icon\")");
  }

  @Test
  void preloadFillsDetachedOwnersInOneStatement() {
    List<Pseud> page = unit.inTransaction(em -> page(em, 100));
    unit.counter.assertStatements(1, () -> unit.affix().preload(page, "icon"));
    unit.counter.assertStatements(
        0, () -> page.forEach(p -> assertThat(p.icon().url()).isPresent()));
  }

  @Test
  void preloadFillsOwnersOfAStatelessSession() {
    try (var session = unit.factory().unwrap(SessionFactory.class).openStatelessSession()) {
      List<Pseud> page =
          session.createQuery("from Pseud order by name", Pseud.class).setMaxResults(100).list();
      assertThatThrownBy(() -> page.get(0).icon().isAttached())
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("was not loaded by a session that Affix knows");
      unit.counter.assertStatements(1, () -> unit.affix().preload(page, "icon"));
      assertThat(page).allMatch(p -> p.icon().isAttached());
    }
  }

  @Test
  void preloadOfManagedOwnersUsesTheirSession() {
    unit.runInTransaction(em -> {
      List<Pseud> page = page(em, 100);
      unit.counter.assertStatements(2, () -> unit.affix().preload(page, "icon", "pictures"));
      unit.counter.assertStatements(
          0, () -> page.forEach(p -> assertThat(p.icon().isAttached()).isTrue()));
    });
  }

  @Test
  void findNeedsNoOwners() {
    List<Long> ids =
        new ArrayList<>(unit.inTransaction(em -> page(em, 100).stream().map(Pseud::id).toList()));
    ids.add(-1L);
    unit.counter.assertStatements(
        1,
        () -> {
          var icons = unit.affix().find(Pseud.class, ids, "icon");
          assertThat(icons).hasSize(101);
          assertThat(icons.get(-1L)).isEmpty();
          assertThat(icons.get(ids.get(0)))
              .singleElement()
              .satisfies(v -> assertThat(v.variants()).containsOnlyKeys("standard"));
        });
  }

  @Test
  void refreshForgets() {
    unit.runInTransaction(em -> {
      Pseud pseud = page(em, 1).get(0);
      assertThat(pseud.icon().isAttached()).isTrue();
      em.refresh(pseud);
      assertThat(pseud.icon().toString()).contains("not loaded");
      assertThat(pseud.icon().isAttached()).isTrue();
    });
  }

  @Test
  void toStringNeverLoads() {
    unit.runInTransaction(em -> {
      Pseud pseud = page(em, 1).get(0);
      unit.counter.assertStatements(
          0, () -> assertThat(pseud.icon().toString()).contains("Pseud.icon of #"));
    });
  }

  @Test
  void anUnknownNameIsToldWithWhatThereIs() {
    assertThatThrownBy(() -> unit.affix().find(Pseud.class, List.of(1L), "avatar"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[icon, pictures]");
  }

  private static List<Pseud> page(EntityManager em, int size) {
    return query(em).setMaxResults(size).getResultList();
  }

  private static jakarta.persistence.TypedQuery<Pseud> query(EntityManager em) {
    return em.createQuery("from Pseud order by name", Pseud.class);
  }
}
