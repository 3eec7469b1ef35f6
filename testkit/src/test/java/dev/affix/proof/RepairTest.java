package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixBuilder;
import dev.affix.AffixException;
import dev.affix.AttachmentMappingException;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.lifecycle.AuditReport;
import dev.affix.lifecycle.Finding.Kind;
import dev.affix.lifecycle.RepairReport;
import dev.affix.lifecycle.RepairReport.Action;
import dev.affix.lifecycle.RepairReport.Step;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.Gate;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a repair does, what it leaves, and where it refuses. */
@ParameterizedClass
@MethodSource("databases")
class RepairTest {
  /** Of the service, which is a year behind this JVM's. */
  private Instant now = Instant.now().minus(Duration.ofDays(365));

  private final TestDatabase.Kind kind;
  private final MemoryService place = new MemoryService(clock(() -> now));
  private final FaultyService files = FaultyService.around(place);
  private Unit unit;

  RepairTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = open(builder -> builder.environment("production").exclusive("files"));
    unit.affix().claim("files");
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void aServiceThatOthersMayWriteToIsRefused() {
    refused(builder -> builder.environment("production"), "exclusive(\"files\")");
  }

  @Test
  void aServiceThatNobodyClaimedIsRefused() {
    place.delete(StorageKey.of("_affix/claim"));
    refused(
        builder -> builder.environment("production").exclusive("files"), "affix.claim(\"files\")");
  }

  @Test
  void aServiceOfAnotherEnvironmentIsRefused() {
    refused(
        builder -> builder.environment("staging").exclusive("files"),
        "claimed by environment \"production\"");
  }

  @Test
  void aServiceThatHoldsAdoptedFilesIsRefused() {
    unit.pseudWithIcon("ann");
    unit.runInTransaction(
        em -> em.createNativeQuery("update affix_blobs set owned = false").executeUpdate());
    StorageKey stray = stray(StorageKey.random());
    letDaysPass(2);
    for (boolean dry : new boolean[] {true, false}) {
      assertThatThrownBy(() -> repair(unit, dry))
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("adopted files");
    }
    assertThat(place.head(stray)).isPresent();
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void exclusiveNamesOnlyServicesThereAre() {
    assertThatThrownBy(() -> open(builder -> builder.exclusive("flies")))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContaining("\"flies\" in exclusive(..)");
  }

  @Test
  void aStrayIsListedThenNotedAndGoesAfterTheGraceTime() {
    unit.pseudWithIcon("ann");
    StorageKey stray = stray(StorageKey.random());
    letDaysPass(2);

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
    assertThat(place.head(stray)).as("within the grace time").isPresent();

    past("affix_deletions", "due_at");
    unit.affix().housekeeping();
    assertThat(place.head(stray)).isEmpty();
    assertThat(unit.affix().audit("files").isClean()).isTrue();
    assertThat(unit.affix().audit("files").objects()).isOne();
  }

  @Test
  void aRowThatNamesAStrayBeforeItIsNotedKeepsIt() {
    StorageKey stray = stray(StorageKey.random());
    letDaysPass(2);
    Gate gate = new Gate();
    files.once(Operation.HEAD, Fault.delay(Duration.ZERO)); // the audit's second look
    files.once(Operation.HEAD, Fault.hang(gate));
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
    StorageKey stray = stray(StorageKey.random());
    letDaysPass(2);
    unit.affix().repair("files").grace(Duration.ZERO).run();
    unit.affix().housekeeping();
    assertThat(place.head(stray)).isEmpty();
  }

  @Test
  void aStrayYoungerThanADayByTheServicesClockIsLeft() {
    StorageKey young = stray(StorageKey.random());
    now = now.plus(Duration.ofHours(23));
    assertThat(files(unit)).containsExactly(young);
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
      stray(StorageKey.of(key));
    }
    stray(StorageKey.of("a".repeat(28) + "-0123456789abcdef0123456789"));
    letDaysPass(2);
    RepairReport report = unit.affix().repair("files").run();
    assertThat(report.steps()).isEmpty();
    assertThat(report.left()).containsEntry("object without row whose key Affix did not make", 5L);
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void aStrayVariantOfALivingBlobDoesNotWait() {
    unit.pseudWithIcon("ann");
    StorageKey blob = files(unit).get(0);
    String digest = "a".repeat(26);
    StorageKey variant = stray(blob.variant(digest));
    StorageKey other = stray(StorageKey.random().variant(digest));
    letDaysPass(2);
    assertThat(unit.affix().repair("files").run().done(Action.NOTE_DELETION)).isEqualTo(2);
    unit.affix().housekeeping();
    assertThat(place.head(variant)).isEmpty();
    assertThat(place.head(other)).isPresent();
    assertThat(place.head(blob)).isPresent();
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
    List<StorageKey> keys = files(unit);
    place.delete(keys.get(0));
    stray(keys.get(1));
    AuditReport before = unit.affix().audit("files");
    assertThat(before.count(Kind.ROW_WITHOUT_OBJECT)).isOne();
    assertThat(before.count(Kind.DIFFERENT)).isOne();
    letDaysPass(2);
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
    assertThat(files(unit)).as("within the grace time").hasSize(2);
    past("affix_deletions", "due_at");
    unit.affix().housekeeping();
    assertThat(files(unit)).hasSize(1);
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
    assertThat(files(unit)).hasSize(1);
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
  void moreThanTheCeilingIsRefusedAsAWhole() {
    for (int i = 0; i < 3; i++) {
      stray(StorageKey.random());
    }
    letDaysPass(2);
    var repair = unit.affix().repair("files").ceiling(2);
    assertThat(repair.dryRun().exceedsCeiling()).isTrue();
    assertThatThrownBy(repair::run)
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("more than the 2 steps")
        .hasMessageContaining("ceiling(..)");
    assertThat(unit.rows("affix_deletions")).isZero();
    assertThat(repair.ceiling(3).run().done(Action.NOTE_DELETION)).isEqualTo(3);
  }

  @Test
  void theDefaultCeilingIsAThousand() {
    for (int i = 0; i < 1_001; i++) {
      stray(StorageKey.random());
    }
    letDaysPass(2);
    RepairReport planned = unit.affix().repair("files").dryRun();
    assertThat(planned.ceiling()).isEqualTo(1_000);
    assertThat(planned.planned(Action.NOTE_DELETION)).isEqualTo(1_001);
    assertThat(planned.steps()).hasSize(AuditReport.MAX_LISTED);
    assertThatThrownBy(() -> unit.affix().repair("files").run()).isInstanceOf(AffixException.class);
  }

  @Test
  void aRepairLeavesNothingOfItsOwnBehind() {
    stray(StorageKey.random());
    unit.affix().repair("files").dryRun();
    unit.affix().repair("files").run();
    assertThat(place.list()).toIterable().hasSize(2);
    assertThat(place.head(StorageKey.of("_affix/claim"))).isPresent();
  }

  private void refused(UnaryOperator<AffixBuilder> more, String message) {
    StorageKey stray = stray(StorageKey.random());
    letDaysPass(2);
    try (Unit other = open(more)) {
      for (boolean dry : new boolean[] {true, false}) {
        assertThatThrownBy(() -> repair(other, dry))
            .isInstanceOf(AffixException.class)
            .hasMessageContaining("\"files\"")
            .hasMessageContaining(message);
      }
      assertThat(other.rows("affix_deletions")).isZero();
    }
    assertThat(place.head(stray)).isPresent();
  }

  private static RepairReport repair(Unit unit, boolean dry) {
    var repair = unit.affix().repair("files");
    return dry ? repair.dryRun() : repair.run();
  }

  private Unit open(UnaryOperator<AffixBuilder> more) {
    return Unit.open(
        kind,
        10,
        (builder, made) -> more.apply(builder.service("files", files).defaultService("files")),
        Pseud.class);
  }

  private List<StorageKey> files(Unit of) {
    assertThat(of).isNotNull();
    List<StorageKey> keys = new ArrayList<>();
    place.list().forEachRemaining(object -> keys.add(object.key()));
    keys.removeIf(StorageKey::isReserved);
    return keys;
  }

  /** An object of one byte, written now by the service's clock. */
  private StorageKey stray(StorageKey key) {
    try (InputStream in = new ByteArrayInputStream(new byte[1])) {
      StoredObject stored =
          place.put(PutRequest.of(key, "application/octet-stream").replacing(), in);
      return stored.key();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void letDaysPass(int days) {
    now = now.plus(Duration.ofDays(days));
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

  private void past(String table, String column) {
    unit.runInTransaction(em ->
        em.createNativeQuery("update " + table + " set " + column + " = '2020-01-01 00:00:00'")
            .executeUpdate());
  }

  private static Clock clock(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }
}
