package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.lifecycle.AuditReport;
import dev.affix.lifecycle.Finding.Kind;
import dev.affix.lifecycle.RepairReport;
import dev.affix.lifecycle.RepairReport.Action;
import dev.affix.lifecycle.RepairReport.Step;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.Gate;
import dev.affix.testkit.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a repair does and what it leaves; {@link RepairRefusedTest} tells where it refuses. */
@ParameterizedClass
@MethodSource("databases")
class RepairTest {
  private final TestDatabase.Kind kind;
  private Claimed claimed;
  private Unit unit;

  RepairTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    claimed = new Claimed(kind);
    unit = claimed.unit;
  }

  @AfterEach
  void close() {
    claimed.close();
  }

  @Test
  void aStrayIsListedThenNotedAndGoesAfterTheGraceTime() {
    unit.pseudWithIcon("ann");
    StorageKey stray = claimed.stray(StorageKey.random());
    claimed.letDaysPass(2);

    RepairReport planned = unit.affix().repair("files").dryRun();
    assertThat(planned.steps()).extracting(Step::key).containsExactly(stray.value());
    assertThat(planned.planned(Action.NOTE_DELETION)).isOne();
    assertThat(planned.dryRun()).isTrue();
    assertThat(unit.rows("affix_deletions")).isZero();
    assertThat(planned.text()).contains(stray.value());

    RepairReport done = unit.affix().repair("files").run();
    assertThat(done.done(Action.NOTE_DELETION)).isOne();
    assertThat(done.steps()).isEqualTo(planned.steps());
    assertThat(
            unit.rows("affix_deletions where reason = 'STRAY' and storage_key = '" + stray + "'"))
        .isOne();
    unit.affix().housekeeping();
    assertThat(claimed.place.head(stray)).as("within the grace time").isPresent();

    unit.past("affix_deletions", "due_at");
    unit.affix().housekeeping();
    assertThat(claimed.place.head(stray)).isEmpty();
    assertThat(unit.affix().audit("files").isClean()).isTrue();
    assertThat(unit.affix().audit("files").objects()).isOne();
  }

  @Test
  void aRowThatNamesAStrayBeforeItIsNotedKeepsIt() {
    StorageKey stray = claimed.stray(StorageKey.random());
    claimed.letDaysPass(2);
    Gate gate = new Gate();
    claimed.files.once(Operation.HEAD, Fault.delay(Duration.ZERO)); // the audit's second look
    claimed.files.once(Operation.HEAD, Fault.hang(gate));
    CompletableFuture<RepairReport> repair =
        CompletableFuture.supplyAsync(() -> unit.affix().repair("files").run());
    gate.awaitArrival();
    unit.affix().stage(Unit.text("a"));
    unit.runInTransaction(em ->
        em.createNativeQuery("update affix_blobs set storage_key = '" + stray + "'")
            .executeUpdate());
    gate.release();
    assertThat(repair)
        .succeedsWithin(Duration.ofSeconds(30))
        .satisfies(report -> {
          assertThat(report.planned(Action.NOTE_DELETION)).isOne();
          assertThat(report.done(Action.NOTE_DELETION)).isZero();
        });
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void theGraceTimeCanBeLeftOut() {
    StorageKey stray = claimed.stray(StorageKey.random());
    claimed.letDaysPass(2);
    unit.affix().repair("files").grace(Duration.ZERO).run();
    unit.affix().housekeeping();
    assertThat(claimed.place.head(stray)).isEmpty();
  }

  @Test
  void aStrayYoungerThanADayByTheServicesClockIsLeft() {
    StorageKey young = claimed.stray(StorageKey.random());
    claimed.letPass(Duration.ofHours(23));
    assertThat(claimed.files()).containsExactly(young);
    RepairReport report = unit.affix().repair("files").run();
    assertThat(report.steps()).isEmpty();
    assertThat(report.left())
        .containsEntry("object without row that is younger than a day", 1L)
        .hasSize(1);
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void aStrayThatAffixDidNotNameIsLeft() {
    for (String key : List.of("icons/7/original.png", "short", "A".repeat(28), "a".repeat(29))) {
      claimed.stray(StorageKey.of(key));
    }
    claimed.stray(StorageKey.of("a".repeat(28) + "-0123456789abcdef0123456789"));
    claimed.letDaysPass(2);
    RepairReport report = unit.affix().repair("files").run();
    assertThat(report.steps()).isEmpty();
    assertThat(report.left()).containsEntry("object without row whose key Affix did not make", 5L);
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void aStrayVariantOfALivingBlobDoesNotWait() {
    unit.pseudWithIcon("ann");
    StorageKey blob = claimed.files().get(0);
    String digest = "a".repeat(26);
    StorageKey variant = claimed.stray(blob.variant(digest));
    StorageKey other = claimed.stray(StorageKey.random().variant(digest));
    claimed.letDaysPass(2);
    assertThat(unit.affix().repair("files").run().done(Action.NOTE_DELETION)).isEqualTo(2);
    unit.affix().housekeeping();
    assertThat(claimed.place.head(variant)).isEmpty();
    assertThat(claimed.place.head(other)).isPresent();
    assertThat(claimed.place.head(blob)).isPresent();
  }

  @Test
  void aVariantWhoseObjectIsGoneIsForgotten() {
    Long id = unit.pseudWithIcon("ann");
    variantRow("READY");
    RepairReport planned = unit.affix().repair("files").dryRun();
    assertThat(planned.planned(Action.FORGET_VARIANT)).isOne();
    assertThat(unit.rows("affix_variants")).isOne();
    assertThat(unit.affix().repair("files").run().done(Action.FORGET_VARIANT)).isOne();
    assertThat(unit.rows("affix_variants")).isZero();
    assertThat(unit.rows("affix_blobs")).isOne();
    assertThat(unit.<Boolean>inTransaction(em -> em.find(Pseud.class, id).icon().isAttached()))
        .isTrue();
  }

  @Test
  void aVariantThatIsBeingMadeIsLeft() {
    unit.pseudWithIcon("ann");
    variantRow("PENDING");
    assertThat(unit.affix().repair("files").run().steps()).isEmpty();
    assertThat(unit.rows("affix_variants")).isOne();
  }

  @Test
  void aBlobWithoutObjectAndOneOfAnotherSizeAreOnlyReported() {
    unit.pseudWithIcon("ann");
    unit.pseudWithIcon("ben");
    List<StorageKey> keys = claimed.files();
    claimed.place.delete(keys.get(0));
    claimed.stray(keys.get(1));
    AuditReport before = unit.affix().audit("files");
    assertThat(before.count(Kind.ROW_WITHOUT_OBJECT)).isOne();
    assertThat(before.count(Kind.DIFFERENT)).isOne();
    claimed.letDaysPass(2);
    RepairReport report = unit.affix().repair("files").withOrphans().run();
    assertThat(report.steps()).isEmpty();
    assertThat(report.left())
        .containsEntry("blob without object, to be restored", 1L)
        .containsEntry("size or checksum differs, to be restored", 1L)
        .hasSize(2);
    assertThat(unit.affix().audit("files").counts()).isEqualTo(before.counts());
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void orphansAreLeftUnlessAskedForAndThenPurgedWithGrace() {
    Long gone = unit.pseudWithIcon("ann");
    Long there = unit.pseudWithIcon("ben");
    unit.runInTransaction(em ->
        em.createQuery("delete Pseud where id = :id").setParameter("id", gone).executeUpdate());
    assertThat(unit.affix().repair("files").run().left())
        .containsEntry("attachment without owner, purged only withOrphans()", 1L);
    assertThat(unit.rows("affix_attachments")).isEqualTo(2);
    unit.afterCommit.clear();

    RepairReport done = unit.affix().repair("files").withOrphans().run();
    assertThat(done.done(Action.PURGE_ORPHAN)).isOne();
    assertThat(unit.rows("affix_attachments where owner_id = '" + there + "'")).isOne();
    assertThat(unit.rows("affix_attachments")).isOne();
    assertThat(unit.rows("affix_blobs")).isOne();
    assertThat(unit.afterCommit)
        .singleElement()
        .isInstanceOf(AttachmentEvent.Purged.class)
        .extracting(AttachmentEvent::ownerId)
        .isEqualTo(gone.toString());
    unit.affix().housekeeping();
    assertThat(claimed.files()).as("within the grace time").hasSize(2);
    unit.past("affix_deletions", "due_at");
    unit.affix().housekeeping();
    assertThat(claimed.files()).hasSize(1);
    assertThat(unit.affix().audit("files").isClean()).isTrue();
  }

  @Test
  void aBlobThatAnotherOwnerSharesOutlivesTheOrphan() {
    Long gone = unit.pseudWithIcon("ann");
    Long there = unit.pseud("ben");
    unit.runInTransaction(
        em -> em.find(Pseud.class, there).icon().attach(em.find(Pseud.class, gone).icon().blob()));
    unit.runInTransaction(em ->
        em.createQuery("delete Pseud where id = :id").setParameter("id", gone).executeUpdate());
    unit.affix().repair("files").withOrphans().grace(Duration.ZERO).run();
    unit.affix().housekeeping();
    assertThat(unit.rows("affix_attachments")).isOne();
    assertThat(unit.rows("affix_blobs where state = 'STORED'")).isOne();
    assertThat(claimed.files()).hasSize(1);
  }

  @Test
  void anOwnersIdThatIsNoneOfItsTypeIsLeft() {
    unit.pseudWithIcon("ann");
    unit.runInTransaction(em ->
        em.createNativeQuery("update affix_attachments set owner_id = '1st'").executeUpdate());
    assertThat(unit.affix().repair("files").withOrphans().run().steps()).isEmpty();
    assertThat(unit.rows("affix_attachments")).isOne();
  }

  @Test
  void aRepairLeavesNothingOfItsOwnBehind() {
    claimed.stray(StorageKey.random());
    unit.affix().repair("files").dryRun();
    unit.affix().repair("files").run();
    assertThat(claimed.place.list()).toIterable().hasSize(2);
    assertThat(claimed.place.head(StorageKey.of("_affix/claim"))).isPresent();
  }

  /** A row of a variant of the only blob; no object. */
  private void variantRow(String state) {
    String digest = "a".repeat(26);
    unit.runInTransaction(em ->
        em.createNativeQuery(
                "insert into affix_variants (id, blob_id, name, digest, state, attempts, service,"
                    + " storage_key, owned, byte_size, created_at)"
                    + " select b.id, b.id, 'standard', '%s', '%s', 1, b.service,"
                        .formatted(digest, state)
                    + " concat(b.storage_key, '-%s'), true, 10, b.created_at from affix_blobs b"
                        .formatted(digest))
            .executeUpdate());
  }
}
