package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.BlobGoneException;
import dev.affix.ConcurrentAttachException;
import dev.affix.StagedBlob;
import dev.affix.StagedBlobUsedException;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.OwnerNames;
import dev.affix.internal.rows.Tables;
import dev.affix.lifecycle.HousekeepingReport;
import dev.affix.model.Blob;
import dev.affix.testkit.Gate;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Real transactions against each other: one slot, one winner; nothing lost, nothing left over. */
@ParameterizedClass
@MethodSource("databases")
class RaceTest {
  @SuppressWarnings("NullAway.Init") // opened before the first test
  private static Unit unit;

  @SuppressWarnings("NullAway.Init") // injected
  @Parameter
  TestDatabase.Kind kind;

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds().stream().filter(kind -> kind != TestDatabase.Kind.H2).toList();
  }

  @BeforeParameterizedClassInvocation
  static void open(TestDatabase.Kind kind) {
    unit =
        Unit.open(
            kind,
            20,
            (builder, made) -> builder.stagedBlobExpiry(Duration.ofHours(2)),
            Pseud.class);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    unit.close();
  }

  @RepeatedTest(10)
  void twoAttachesToOneSlotLeaveOneRow() throws Exception {
    Long id = unit.pseud("ann");
    List<@Nullable Throwable> failures =
        Racing.all(List.of(attaching(id, staged("a")), attaching(id, staged("b"))));

    assertThat(failures).containsOnlyNulls();
    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'")).isEqualTo(1);
    unit.assertClean();
  }

  @RepeatedTest(5)
  void twoReplacementsOfALoadedIconLeaveOneRow() throws Exception {
    Long id = unit.pseudWithIcon("ann");
    List<@Nullable Throwable> failures =
        Racing.all(List.of(replacing(id, staged("a")), replacing(id, staged("b"))));

    assertThat(failures).containsOnlyNulls();
    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'")).isEqualTo(1);
    unit.assertClean();
  }

  @RepeatedTest(3)
  void tenAppendsGiveTenAttachments() throws Exception {
    Long id = unit.pseud("ann");
    List<Callable<Void>> appends = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      StagedBlob staged = staged("p" + i);
      appends.add(() -> {
        unit.runInTransaction(em -> em.find(Pseud.class, id).pictures().attach(staged));
        return null;
      });
    }
    assertThat(Racing.all(appends)).containsOnlyNulls();
    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'")).isEqualTo(10);
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
      assertBlocked(purge);
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
      assertBlocked(detach);
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
      assertBlocked(share);
      transaction.commit();
      assertThat(share)
          .failsWithin(30, TimeUnit.SECONDS)
          .withThrowableThat()
          .withStackTraceContaining(BlobGoneException.class.getName());
    }
    unit.assertClean();
  }

  @RepeatedTest(5)
  void ofTwoAttachesOfOneStagedBlobOneWins() throws Exception {
    Long ann = unit.pseud("ann");
    Long bob = unit.pseud("bob");
    StagedBlob staged = staged("a");
    List<@Nullable Throwable> failures =
        Racing.all(List.of(attaching(ann, staged), attaching(bob, staged)));

    assertThat(failures)
        .filteredOn(Objects::nonNull)
        .singleElement()
        .isInstanceOf(StagedBlobUsedException.class);
    Long winner = failures.get(0) == null ? ann : bob;
    assertThat(unit.rows("affix_attachments where owner_id in ('" + ann + "', '" + bob + "')"))
        .isEqualTo(1);
    assertThat(unit.rows("affix_attachments where owner_id = '" + winner + "'")).isEqualTo(1);
    unit.assertClean();
  }

  @RepeatedTest(5)
  void anAttachAndAnExpiryOfTheSameBlobHaveOneWinner() throws Exception {
    Long id = unit.pseud("ann");
    StagedBlob staged = staged("a");
    expireNow(staged);
    List<@Nullable Throwable> failures =
        Racing.all(List.<Callable<?>>of(attaching(id, staged), () -> unit.affix().housekeeping()));

    assertThat(failures.get(1)).isNull();
    boolean attached = failures.get(0) == null;
    if (!attached) {
      assertThat(failures.get(0)).isInstanceOf(StagedBlobUsedException.class);
    }
    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'"))
        .isEqualTo(attached ? 1 : 0);
    assertThat(unit.rows("affix_blobs where id = '" + staged.id() + "'"))
        .isEqualTo(attached ? 1 : 0);
    unit.assertClean();
  }

  @Test
  void anExpiryLeavesWhatIsBeingAttachedAndDoesNotWaitForIt() throws Exception {
    Long id = unit.pseud("ann");
    StagedBlob staged = staged("a");
    expireNow(staged);
    try (EntityManager attaching = unit.factory().createEntityManager()) {
      attaching.getTransaction().begin();
      attaching.find(Pseud.class, id).icon().attach(staged);

      CompletableFuture<HousekeepingReport> run =
          CompletableFuture.supplyAsync(() -> unit.affix().housekeeping());
      try {
        assertThat(run.get(10, TimeUnit.SECONDS).expired()).isZero();
      } finally {
        attaching.getTransaction().commit();
      }
    }
    assertThat(unit.affix().housekeeping().expired()).isZero();
    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'")).isEqualTo(1);
    unit.assertClean();
  }

  @Test
  void anAttachWaitsForAnExpiryAndIsThenRefused() throws Exception {
    Long id = unit.pseud("ann");
    StagedBlob staged = staged("a");
    expireNow(staged);
    Tables tables = Tables.with(List.of(), Map.of(), OwnerNames.NONE);
    Gate gate = new Gate();
    CompletableFuture<Boolean> expiry =
        CompletableFuture.supplyAsync(() ->
            unit.own()
                .call(sql -> {
                  Blob blob = tables.blobs().find(sql, staged.id()).orElseThrow();
                  boolean gone = tables.blobs().deleteExpired(sql, staged.id());
                  tables.deletions().insert(sql, blob.file(), Reason.EXPIRED, Duration.ZERO);
                  gate.pass();
                  return gone;
                }));
    gate.awaitArrival();
    CompletableFuture<Throwable> attach =
        CompletableFuture.supplyAsync(() -> failureOf(attaching(id, staged)));
    assertBlocked(attach);
    gate.release();

    assertThat(expiry.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(attach.get(30, TimeUnit.SECONDS)).isInstanceOf(StagedBlobUsedException.class);
    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'")).isZero();
    unit.assertClean();
  }

  @Test
  void anExpiredBlobCannotBeAttached() {
    Long id = unit.pseud("ann");
    StagedBlob staged = staged("a");
    expireNow(staged);
    unit.affix().housekeeping();
    assertThat(failureOf(attaching(id, staged))).isInstanceOf(StagedBlobUsedException.class);
    unit.assertClean();
  }

  @RepeatedTest(3)
  void attachAgainstRemovalOfTheOwnerLeavesNothingWithoutAnOwner() throws Exception {
    Long id = unit.pseudWithIcon("ann");
    List<@Nullable Throwable> failures =
        Racing.all(
            List.of(
                replacing(id, staged("a")),
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
    StagedBlob staged = staged("a");
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
    StagedBlob staged = staged("a");
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

  private StagedBlob staged(String name) {
    return unit.affix().stage(Pictures.png(name));
  }

  private Callable<Void> attaching(Long id, StagedBlob staged) {
    return () -> {
      unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
      return null;
    };
  }

  private Callable<Void> replacing(Long id, StagedBlob staged) {
    return () -> {
      unit.runInTransaction(em -> {
        Pseud pseud = em.find(Pseud.class, id);
        if (pseud != null && pseud.icon().isAttached()) {
          pseud.icon().attach(staged);
        }
      });
      return null;
    };
  }

  private static Throwable failureOf(Callable<Void> work) {
    try {
      work.call();
      throw new AssertionError("nothing failed");
    } catch (Exception e) {
      return e;
    }
  }

  private static void expireNow(StagedBlob staged) {
    unit.sql(
        "update affix_blobs set expires_at = '2020-01-01 00:00:00' where id = '"
            + staged.id()
            + "'");
  }

  private static void assertBlocked(CompletableFuture<?> work) throws Exception {
    try {
      work.get(300, TimeUnit.MILLISECONDS);
      throw new AssertionError("it did not wait for the other transaction");
    } catch (TimeoutException e) {
      assertThat(work).isNotDone();
    }
  }
}
