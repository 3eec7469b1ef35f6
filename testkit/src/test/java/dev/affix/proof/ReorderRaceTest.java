package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AttachedFile;
import dev.affix.AttachedMany;
import dev.affix.model.Attachment;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two that put the same files in order wait for each other one way only. */
@ParameterizedClass
@MethodSource("databases")
class ReorderRaceTest {
  private final TestDatabase.Kind kind;

  ReorderRaceTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds().stream().filter(kind -> kind != TestDatabase.Kind.H2).toList();
  }

  @Test
  void whoWaitsForTheFirstRowHoldsNoOther() throws Exception {
    try (Unit unit = Unit.open(kind)) {
      Long id = unit.pseud("ann");
      unit.runInTransaction(em -> {
        AttachedMany pictures = em.find(Pseud.class, id).pictures();
        pictures.attach(Pictures.png("a"));
        pictures.attach(Pictures.png("b"));
      });
      List<AttachedFile> byId =
          unit.inTransaction(em -> em.find(Pseud.class, id).pictures().files()).stream()
              .sorted(Comparator.comparing(file -> file.id().toString()))
              .toList();
      try (EntityManager first = unit.factory().createEntityManager()) {
        first.getTransaction().begin();
        lock(first, byId.getFirst());
        CompletableFuture<Void> reorder =
            CompletableFuture.runAsync(() ->
                unit.runInTransaction(em -> {
                  AttachedMany pictures = em.find(Pseud.class, id).pictures();
                  pictures.reorder(pictures.files().reversed());
                }));
        assertThatThrownBy(() -> reorder.get(300, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
        lock(first, byId.getLast());
        first.getTransaction().commit();
        reorder.get(10, TimeUnit.SECONDS);
      }
      assertThat(
              unit.<List<String>>inTransaction(em ->
                  em.find(Pseud.class, id).pictures().files().stream()
                      .map(f -> f.filename())
                      .toList()))
          .containsExactly("b.png", "a.png");
    }
  }

  private static void lock(EntityManager em, AttachedFile file) {
    assertThat(
            em.find(
                Attachment.class,
                file.id(),
                LockModeType.PESSIMISTIC_WRITE,
                Map.of("jakarta.persistence.lock.timeout", 0)))
        .isNotNull();
  }
}
