package dev.affix.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.UploadRejectedException;
import dev.affix.lifecycle.UploadInspector;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.testkit.ConnectionGuard;
import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.Gate;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of the life table that are about failures: of storage, of uploads, of whole nodes. */
@ParameterizedClass
@MethodSource("databases")
class LifeTest {
  private final TestDatabase.Kind kind;
  private Unit unit;

  LifeTest(TestDatabase.Kind kind) {
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
  void aFailedPutLeavesNeitherRowNorObject() {
    unit.service.once(Operation.PUT, Fault.failBefore());
    assertThatThrownBy(() -> unit.affix().stage(Pictures.png("a")))
        .isInstanceOf(StorageUnavailableException.class);
    unit.affix().housekeeping();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.memory.list().hasNext()).isFalse();
  }

  @Test
  void anObjectThatArrivesAfterItsPutFailedIsStillNamed() {
    unit.affix().deletions().pause();
    unit.service.once(Operation.PUT, Fault.late());
    assertThatThrownBy(() -> unit.affix().stage(Pictures.png("a")))
        .isInstanceOf(StorageUnavailableException.class);
    assertThat(unit.rows("affix_deletions")).isOne();
    assertThat(unit.affix().housekeeping().postponed()).as("not due yet").isZero();
    unit.affix().deletions().resume();
    unit.service.arrive();
    assertThat(unit.memory.size()).isOne();
    assertThat(unit.affix().audit("memory").isClean()).as("a note names it").isTrue();

    unit.runInTransaction(em ->
        em.createNativeQuery("update affix_deletions set due_at = '2020-01-01 00:00:00'")
            .executeUpdate());
    unit.assertClean();
    assertThat(unit.memory.size()).isZero();
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() {
    InputStream reset =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream begun = new ByteArrayInputStream("x".repeat(100_000).getBytes(UTF_8));
    Upload broken = Upload.from(() -> new SequenceInputStream(begun, reset), "big.txt");
    assertThatThrownBy(() -> unit.affix().stage(broken)).hasRootCauseMessage("connection reset");
    unit.affix().housekeeping();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.memory.list().hasNext()).isFalse();
  }

  @Test
  void theRowNamesTheKeyBeforeTheFirstByte() {
    Gate gate = new Gate();
    unit.service.once(Operation.PUT, Fault.hang(gate));
    CompletableFuture<StagedBlob> upload =
        CompletableFuture.supplyAsync(() -> unit.affix().stage(Pictures.png("a")));
    gate.awaitArrival();
    assertThat(unit.rows("affix_blobs where state = 'STAGED' and byte_size is null")).isEqualTo(1);
    assertThat(unit.memory.list().hasNext()).isFalse();
    assertThat(unit.counter.held()).isZero();
    gate.release();
    assertThat(upload).succeedsWithin(Duration.ofSeconds(30));
    assertThat(unit.rows("affix_blobs where byte_size is not null")).isEqualTo(1);
  }

  @Test
  void aStagedBlobThatNobodyAttachesExpiresWithItsObject() {
    StagedBlob staged = unit.affix().stage(Pictures.png("a"));
    assertThat(unit.affix().housekeeping().expired()).isZero();
    unit.past("affix_blobs", "expires_at");
    assertThat(unit.affix().housekeeping().expired()).isEqualTo(1);
    assertThat(unit.memory.list().hasNext()).isFalse();
    assertThat(staged.filename()).isEqualTo("a.png");
    unit.assertClean();
  }

  @Test
  void aDeletionThatFailsIsNotedAndTriedAgain() {
    Long id = unit.pseudWithIcon("ann");
    unit.service.always(Operation.DELETE, Fault.failBefore());
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    Unit.eventually(
        () -> unit.rows("affix_deletions where attempts > 0 and last_error is not null") == 1);
    assertThat(unit.memory.list().hasNext()).isTrue();
    assertThat(secondsFromNoteToDue()).isBetween(59L, 118L);
    assertThat(unit.affix().housekeeping().isIdle()).as("before it is due").isTrue();

    unit.past("affix_deletions", "due_at");
    assertThat(unit.affix().housekeeping().failed()).isEqualTo(1);
    assertThat(secondsFromNoteToDue()).as("after the second attempt").isBetween(119L, 238L);
    assertThat(unit.service.count(Operation.DELETE)).isEqualTo(2);

    unit.service.heal();
    unit.past("affix_deletions", "due_at");
    assertThat(unit.affix().housekeeping().deleted()).isEqualTo(1);
    assertThat(unit.memory.list().hasNext()).isFalse();
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void aNoteHasOneClaimantUntilItsLeaseEnds() {
    Long id = unit.pseudWithIcon("ann");
    Gate gate = new Gate();
    unit.service.once(Operation.DELETE, Fault.hang(gate));
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    gate.awaitArrival();
    assertThat(unit.affix().housekeeping().isIdle()).as("somebody else has it").isTrue();
    assertThat(unit.rows("affix_deletions")).isEqualTo(1);
    assertThat(unit.memory.size()).isEqualTo(1);

    unit.past("affix_deletions", "due_at");
    assertThat(unit.affix().housekeeping().deleted()).as("its lease has ended").isEqualTo(1);
    assertThat(unit.memory.size()).isZero();
    assertThat(unit.rows("affix_deletions")).isZero();

    gate.release();
    unit.assertClean();
    assertThat(unit.service.count(Operation.DELETE)).isEqualTo(2);
  }

  @Test
  void anObjectThatIsGoneAlreadyIsNoFault() {
    Long id = unit.pseudWithIcon("ann");
    StorageKey key = unit.memory.list().next().key();
    unit.memory.delete(key);
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    Unit.eventually(() -> unit.rows("affix_deletions") == 0);
  }

  @Test
  void anAuditTellsWhatIsMissingAndWhatIsStray() {
    unit.pseudWithIcon("ann");
    StorageKey key = unit.memory.list().next().key();
    unit.memory.delete(key);
    StorageKey stray = StorageKey.random();
    put(stray);
    var report = unit.affix().audit("memory");
    assertThat(report.missing()).containsExactly(key.value());
    assertThat(report.stray()).containsExactly(stray.value());
    assertThat(report.isClean()).isFalse();
  }

  @Test
  void aSavepointRollbackTakesTheRowsBack() {
    Long id = unit.pseudWithIcon("ann");
    unit.runInTransaction(em -> {
      Pseud ann = em.find(Pseud.class, id);
      em.unwrap(Session.class)
          .doWork(connection -> {
            Savepoint savepoint = connection.setSavepoint();
            ann.icon().purge();
            connection.rollback(savepoint);
          });
      em.refresh(ann);
      assertThat(ann.icon().isAttached()).isTrue();
    });
    unit.affix().housekeeping();
    assertThat(unit.memory.list().hasNext()).isTrue();
    assertThat(unit.rows("affix_attachments")).isEqualTo(1);
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void aBulkDeleteOfOwnersDoesNothingAtOnce() {
    Long id = unit.pseudWithIcon("ann");
    unit.runInTransaction(
        em -> em.createQuery("delete Pseud where id = :id").setParameter("id", id).executeUpdate());
    unit.affix().housekeeping();
    assertThat(unit.rows("affix_attachments")).isEqualTo(1);
    assertThat(unit.memory.list().hasNext()).isTrue();
  }

  @Test
  void noConnectionIsHeldWhileBytesMove() {
    List<ConnectionGuard> guards = new ArrayList<>();
    try (Unit guarded = guarded(guards)) {
      Long id = guarded.pseud("ann");
      StagedBlob staged = guarded.affix().stage(Pictures.png("a"));
      guarded.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
      guarded.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
      // The deletion may run in the background, where nobody hears of an error.
      guarded.settle();
      assertThat(guarded.rows("affix_blobs")).isZero();
      assertThat(guarded.memory.size()).isZero();
      assertThat(guards).singleElement().satisfies(g -> assertThat(g.violations()).isEmpty());
    }
  }

  @Test
  void theGuardCatchesAnUploadInsideATransaction() {
    List<ConnectionGuard> guards = new ArrayList<>();
    try (Unit guarded = guarded(guards)) {
      Long id = guarded.pseud("ann");
      assertThatThrownBy(() ->
              guarded.runInTransaction(
                  em -> em.find(Pseud.class, id).icon().attach(Pictures.png("a"))))
          .isInstanceOf(AssertionError.class);
      assertThat(guards.get(0).violations()).isNotEmpty();
    }
  }

  @Test
  void uploadsInsideTransactionsCanBeForbidden() {
    try (Unit strict =
        Unit.open(kind, 10, (builder, made) -> builder.requireStaging(), Pseud.class)) {
      Long id = strict.pseud("ann");
      assertThatThrownBy(() ->
              strict.runInTransaction(
                  em -> em.find(Pseud.class, id).icon().attach(Pictures.png("a"))))
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("affix.stage(upload)");
    }
  }

  @Test
  void anInspectorCanRefuseBeforeAndAfterStoring() {
    UploadInspector scanner =
        new UploadInspector() {
          @Override
          public void beforeStoring(Inspection upload) {
            if (upload.filename().startsWith("early")) {
              throw new UploadRejectedException("quota exceeded");
            }
          }

          @Override
          public void afterStoring(Inspection upload, Upload.Opener content) {
            try (InputStream in = content.open()) {
              if (new String(in.readAllBytes(), UTF_8).contains("EICAR")) {
                throw new UploadRejectedException("virus found");
              }
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    try (Unit scanned =
        Unit.open(kind, 10, (builder, made) -> builder.inspector(scanner), Pseud.class)) {
      assertThatThrownBy(() -> scanned.affix().stage(Unit.text("x").withFilename("early.txt")))
          .isInstanceOf(UploadRejectedException.class)
          .hasMessage("quota exceeded");
      assertThatThrownBy(() -> scanned.affix().stage(Unit.text("EICAR"))).hasMessage("virus found");
      assertThat(scanned.affix().stage(Unit.text("fine")).byteSize()).isEqualTo(4);
      scanned.affix().housekeeping();
      assertThat(scanned.rows("affix_blobs")).isEqualTo(1);
      assertThat(scanned.memory.list()).toIterable().hasSize(1);
    }
  }

  @Test
  void aReplacedFileStaysForTheGraceTime() {
    try (Unit patient =
        Unit.open(
            kind,
            10,
            (builder, made) -> builder.replacedFileGrace(Duration.ofHours(24)),
            Pseud.class)) {
      Long id = patient.pseudWithIcon("ann");
      StorageKey old = patient.memory.list().next().key();
      patient.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(Pictures.png("b")));
      patient.affix().housekeeping();
      assertThat(patient.memory.head(old)).isPresent();
      assertThat(patient.rows("affix_deletions where reason = 'REPLACED'")).isEqualTo(1);
    }
  }

  private Unit guarded(List<ConnectionGuard> guards) {
    return Unit.open(
        kind,
        10,
        (builder, made) -> {
          var guard = ConnectionGuard.around(made.memory, made.counter);
          guards.add(guard);
          return builder.service("guarded", guard).defaultService("guarded");
        },
        Pseud.class);
  }

  /** Of the one note, by the database: how long after it was written its object is tried again. */
  private long secondsFromNoteToDue() {
    String seconds =
        switch (kind) {
          case POSTGRES -> "extract(epoch from due_at - created_at)";
          case MARIADB, H2 -> "timestampdiff(second, created_at, due_at)";
        };
    return unit.inTransaction(em ->
        ((Number)
                em.createNativeQuery("select " + seconds + " from affix_deletions")
                    .getSingleResult())
            .longValue());
  }

  private void put(StorageKey key) {
    try (InputStream in = new ByteArrayInputStream(new byte[] {1, 2, 3})) {
      unit.memory.put(dev.affix.storage.PutRequest.of(key, "application/octet-stream"), in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
