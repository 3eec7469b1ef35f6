package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attaches against each other and against the expiry of what they attach, in real transactions: one
 * slot, one winner; nothing lost, nothing left over.
 */
@ParameterizedClass
@MethodSource("databases")
class AttachRaceTest {
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

  @RepeatedTest(10)
  void twoAttachesToOneSlotLeaveOneRow() throws Exception {
    Long id = unit.pseud("ann");
    List<@Nullable Throwable> failures =
        Racing.all(List.of(attaching(id, rivals.staged("a")), attaching(id, rivals.staged("b"))));

    assertThat(failures).containsOnlyNulls();
    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'")).isEqualTo(1);
    unit.assertClean();
  }

  @RepeatedTest(5)
  void twoReplacementsOfALoadedIconLeaveOneRow() throws Exception {
    Long id = unit.pseudWithIcon("ann");
    List<@Nullable Throwable> failures =
        Racing.all(
            List.of(
                rivals.replacing(id, rivals.staged("a")),
                rivals.replacing(id, rivals.staged("b"))));

    assertThat(failures).containsOnlyNulls();
    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'")).isEqualTo(1);
    unit.assertClean();
  }

  @RepeatedTest(3)
  void tenAppendsGiveTenAttachments() throws Exception {
    Long id = unit.pseud("ann");
    List<Callable<Void>> appends = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      StagedBlob staged = rivals.staged("p" + i);
      appends.add(() -> {
        unit.runInTransaction(em -> em.find(Pseud.class, id).pictures().attach(staged));
        return null;
      });
    }
    assertThat(Racing.all(appends)).containsOnlyNulls();
    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'")).isEqualTo(10);
  }

  @RepeatedTest(5)
  void ofTwoAttachesOfOneStagedBlobOneWins() throws Exception {
    Long ann = unit.pseud("ann");
    Long bob = unit.pseud("bob");
    StagedBlob staged = rivals.staged("a");
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
    StagedBlob staged = rivals.staged("a");
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
    StagedBlob staged = rivals.staged("a");
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
    StagedBlob staged = rivals.staged("a");
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
    Rivals.assertBlocked(attach);
    gate.release();

    assertThat(expiry.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(attach.get(30, TimeUnit.SECONDS)).isInstanceOf(StagedBlobUsedException.class);
    assertThat(unit.rows("affix_attachments where owner_id = '" + id + "'")).isZero();
    unit.assertClean();
  }

  @Test
  void anExpiredBlobCannotBeAttached() {
    Long id = unit.pseud("ann");
    StagedBlob staged = rivals.staged("a");
    expireNow(staged);
    unit.affix().housekeeping();
    assertThat(failureOf(attaching(id, staged))).isInstanceOf(StagedBlobUsedException.class);
    unit.assertClean();
  }

  private Callable<Void> attaching(Long id, StagedBlob staged) {
    return () -> {
      unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
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
}
