package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.BlobGoneException;
import dev.affix.ConcurrentAttachException;
import dev.affix.StagedBlob;
import dev.affix.model.Blob;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityTransaction;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attaching and sharing against whoever purges or detaches the blob or removes the owner, in real
 * transactions: nothing lost, nothing left over.
 */
@ParameterizedClass
@MethodSource("databases")
class PurgeRaceTest {
  @SuppressWarnings("NullAway.Init") // opened before the first test
  private static Rivals rivals;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  private static Unit unit;

  @SuppressWarnings("NullAway.Init") // injected
  @Parameter
  TestDatabase.Kind kind;

  static List<TestDatabase.Kind> databases() {
    return Rivals.databases();
  }

  @BeforeParameterizedClassInvocation
  static void open(TestDatabase.Kind kind) {
    rivals = new Rivals(kind);
    unit = rivals.unit;
  }

  @AfterParameterizedClassInvocation
  static void close() {
    rivals.close();
  }

  @RepeatedTest(5)
  void shareAgainstPurgeKeepsTheFileOrRefuses() throws Exception {
    Long ann = unit.pseudWithIcon("ann");
    Long bob = unit.pseud("bob");
    Blob blob = unit.inTransaction(em -> em.find(Pseud.class, ann).icon().blob());

    List<@Nullable Throwable> failures =
        Racing.all(
            List.of(
                () -> {
                  unit.runInTransaction(em -> em.find(Pseud.class, bob).icon().attach(blob));
                  return null;
                },
                () -> {
                  unit.runInTransaction(em -> em.find(Pseud.class, ann).icon().purge());
                  return null;
                }));

    assertThat(failures.get(1)).isNull();
    boolean shared = failures.get(0) == null;
    if (!shared) {
      assertThat(failures.get(0)).hasStackTraceContaining(BlobGoneException.class.getName());
    }
    assertThat(unit.rows("affix_attachments where owner_id = '" + bob + "'"))
        .isEqualTo(shared ? 1 : 0);
    unit.assertClean();
  }

  @Test
  void aPurgeWaitsForAShareAndThenKeepsTheBlob() throws Exception {
    Long ann = unit.pseudWithIcon("ann");
    Long bob = unit.pseud("bob");
    try (EntityManager sharing = unit.factory().createEntityManager()) {
      EntityTransaction transaction = sharing.getTransaction();
      transaction.begin();
      Blob blob = sharing.find(Pseud.class, ann).icon().blob();
      sharing.find(Pseud.class, bob).icon().attach(blob);

      CompletableFuture<Void> purge =
          CompletableFuture.runAsync(
              () -> unit.runInTransaction(em -> em.find(Pseud.class, ann).icon().purge()));
      Rivals.assertBlocked(purge);
      transaction.commit();
      purge.get(30, TimeUnit.SECONDS);
    }
    assertThat(unit.rows("affix_attachments where owner_id = '" + bob + "'")).isEqualTo(1);
    unit.assertClean();
  }

  @Test
  void aDetachWaitsForAShareAndThenLeavesTheBlobStored() throws Exception {
    Long ann = unit.pseudWithIcon("ann");
    Long bob = unit.pseud("bob");
    try (EntityManager sharing = unit.factory().createEntityManager()) {
      EntityTransaction transaction = sharing.getTransaction();
      transaction.begin();
      Blob blob = sharing.find(Pseud.class, ann).icon().blob();
      sharing.find(Pseud.class, bob).icon().attach(blob);

      CompletableFuture<Void> detach =
          CompletableFuture.runAsync(
              () -> unit.runInTransaction(em -> em.find(Pseud.class, ann).icon().detach()));
      Rivals.assertBlocked(detach);
      transaction.commit();
      detach.get(30, TimeUnit.SECONDS);
    }
    assertThat(unit.rows("affix_attachments where owner_id = '" + bob + "'")).isEqualTo(1);
    assertThat(unit.rows("affix_blobs where state = 'RETAINED'")).isEqualTo(0);
    unit.assertClean();
  }

  @Test
  void aShareWaitsForAPurgeAndIsThenRefused() throws Exception {
    Long ann = unit.pseudWithIcon("ann");
    Long bob = unit.pseud("bob");
    Blob blob = unit.inTransaction(em -> em.find(Pseud.class, ann).icon().blob());
    try (EntityManager purging = unit.factory().createEntityManager()) {
      EntityTransaction transaction = purging.getTransaction();
      transaction.begin();
      purging.find(Pseud.class, ann).icon().purge();

      CompletableFuture<Void> share =
          CompletableFuture.runAsync(
              () -> unit.runInTransaction(em -> em.find(Pseud.class, bob).icon().attach(blob)));
      Rivals.assertBlocked(share);
      transaction.commit();
      assertThat(share)
          .failsWithin(30, TimeUnit.SECONDS)
          .withThrowableThat()
          .withStackTraceContaining(BlobGoneException.class.getName());
    }
    unit.assertClean();
  }

  @RepeatedTest(3)
  void attachAgainstRemovalOfTheOwnerLeavesNothingWithoutAnOwner() throws Exception {
    Long id = unit.pseudWithIcon("ann");
    List<@Nullable Throwable> failures =
        Racing.all(
            List.of(
                rivals.replacing(id, rivals.staged("a")),
                () -> {
                  unit.runInTransaction(em -> em.remove(em.find(Pseud.class, id)));
                  return null;
                }));
    assertThat(failures.get(1)).isNull();
    unit.assertClean();
  }

  @RepeatedTest(5)
  void anAttachAgainstTheRemovalOfItsOwnerLeavesNothing() throws Exception {
    Long id = unit.pseud("ann");
    StagedBlob staged = rivals.staged("a");
    List<@Nullable Throwable> failures =
        Racing.all(
            List.of(
                () -> {
                  unit.runInTransaction(em -> {
                    Pseud pseud = em.find(Pseud.class, id);
                    if (pseud != null) {
                      pseud.icon().attach(staged);
                    }
                  });
                  return null;
                },
                () -> {
                  unit.runInTransaction(em -> em.remove(em.find(Pseud.class, id)));
                  return null;
                }));
    assertThat(failures.get(1)).isNull();
    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'")).isZero();
    unit.assertClean();
  }

  @Test
  void whoeverCatchesALostRaceAndCommitsKeepsWhatHeStaged() {
    Long id = unit.pseud("ann");
    StagedBlob staged = rivals.staged("a");
    long stored = unit.rows("affix_blobs where state = 'STORED'");
    attachToRemovedOwner(id, pseud -> pseud.icon().attach(staged));

    assertThat(unit.rows("affix_blobs where state = 'STORED'")).isEqualTo(stored);
    Long other = unit.pseud("bea");
    unit.runInTransaction(em -> em.find(Pseud.class, other).icon().attach(staged));
    unit.assertClean();
    unit.runInTransaction(em -> em.find(Pseud.class, other).icon().purge());
  }

  @Test
  void whoeverCatchesALostRaceForARetainedBlobAndCommitsLeavesItRetained() {
    Long id = unit.pseudWithIcon("ann");
    Blob blob =
        unit.inTransaction(em -> {
          Pseud pseud = em.find(Pseud.class, id);
          Blob detached = pseud.icon().blob();
          pseud.icon().detach();
          return detached;
        });
    long retained = unit.rows("affix_blobs where state = 'RETAINED'");
    attachToRemovedOwner(id, pseud -> pseud.icon().attach(blob));

    assertThat(unit.rows("affix_blobs where state = 'RETAINED'")).isEqualTo(retained);
    Long other = unit.pseud("bea");
    unit.runInTransaction(em -> em.find(Pseud.class, other).icon().attach(blob));
    unit.assertClean();
    unit.runInTransaction(em -> em.find(Pseud.class, other).icon().purge());
  }

  @Test
  void attachingWhatIsAttachedAlreadyDoesNotTrustTheHandle() {
    Long id = unit.pseudWithIcon("ann");
    unit.runInTransaction(em -> {
      Pseud pseud = em.find(Pseud.class, id);
      Blob blob = pseud.icon().blob();
      unit.runInTransaction(other -> other.find(Pseud.class, id).icon().detach());
      pseud.icon().attach(blob);
    });

    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'")).isEqualTo(1);
    unit.assertClean();
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
  }

  /** The owner is there when loaded and gone when attached to; the transaction commits anyway. */
  private static void attachToRemovedOwner(Long id, Consumer<Pseud> attach) {
    unit.runInTransaction(em -> {
      Pseud pseud = em.find(Pseud.class, id);
      assertThat(pseud.icon().isAttached()).isFalse();
      unit.runInTransaction(other -> other.remove(other.find(Pseud.class, id)));
      assertThatThrownBy(() -> attach.accept(pseud))
          .isInstanceOf(ConcurrentAttachException.class)
          .hasMessageContaining("its owner was removed");
    });
  }
}
