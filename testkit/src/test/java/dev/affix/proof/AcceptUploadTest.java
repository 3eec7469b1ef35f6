package dev.affix.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.DirectUploads;
import dev.affix.StagedBlob;
import dev.affix.StagedBlobUsedException;
import dev.affix.UploadRejectedException;
import dev.affix.proof.Uploader.Answer;
import dev.affix.proof.Uploader.Begun;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.Gate;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Accepting an upload by its signed id: once, by what its bytes are, and through every fault. */
@ParameterizedClass
@MethodSource("databases")
class AcceptUploadTest {
  private static final byte[] PNG = Pictures.bytes("a");

  private final TestDatabase.Kind kind;
  private Visitor ann;
  private Unit unit;
  private Uploader client;
  private URI endpoint;

  AcceptUploadTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    ann = new Visitor(kind);
    unit = ann.unit;
    client = ann.client;
    endpoint = ann.endpoint;
  }

  @AfterEach
  void close() {
    ann.close();
  }

  @Test
  void aSignedIdIsAcceptedOnce() {
    Begun begun = ann.uploaded("a.png", PNG);
    StagedBlob staged = ann.accept(begun);
    assertThatThrownBy(() -> ann.accept(begun)).isInstanceOf(StagedBlobUsedException.class);
    assertThat(client.put(begun, PNG).status()).as("sent after it was used").isEqualTo(409);
    assertThat(staged.byteSize()).isEqualTo(PNG.length);
    assertThat(unit.rows("affix_blobs where byte_size is not null")).isEqualTo(1);
  }

  @RepeatedTest(3)
  void ofTenAcceptancesAtOnceOneWins() throws Exception {
    Begun begun = ann.uploaded("a.png", PNG);
    List<Callable<StagedBlob>> work = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      work.add(() -> ann.accept(begun));
    }
    List<@Nullable Throwable> failures = Racing.all(work);
    assertThat(failures).filteredOn(failure -> failure == null).hasSize(1);
    assertThat(failures)
        .filteredOn(failure -> failure != null)
        .hasSize(9)
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(StagedBlobUsedException.class));
    assertThat(unit.rows("affix_blobs where byte_size is not null")).isEqualTo(1);
    ann.allIsOver();
    unit.assertClean();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void theBytesDecideWhatAFileIs() {
    byte[] page = "<!doctype html><script>alert(1)</script>".getBytes(UTF_8);
    Begun begun = ann.uploaded("a.png", page);
    assertThatThrownBy(() -> ann.accept(begun))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining("is text/html by its bytes");
    assertThatThrownBy(() -> ann.accept(begun)).isInstanceOf(StagedBlobUsedException.class);
    ann.allIsOver();
    unit.assertClean();
    assertThat(unit.memory.size()).isZero();
    assertThat(unit.rows("affix_blobs")).isZero();
    // And a type that the client did not know is no reason to refuse.
    Begun unknown = client.begin(endpoint, "b", "", PNG);
    client.put(unknown, PNG);
    assertThat(ann.accept(unknown).contentType()).isEqualTo("image/png");
  }

  @Test
  void anInspectorSeesTheCopyAndMayRefuseIt() {
    ann.infected.set("a.png");
    Begun begun = ann.uploaded("a.png", PNG);
    assertThatThrownBy(() -> ann.accept(begun)).hasMessageContaining("infected");
    ann.infected.set(null);
    assertThatThrownBy(() -> ann.accept(begun)).isInstanceOf(StagedBlobUsedException.class);
    ann.allIsOver();
    unit.assertClean();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void inAPlaceOfAnotherEnvironmentWhatWasAcceptedStays() throws Exception {
    StorageKey mark = StorageKey.of("_affix/claim");
    byte[] text = "affix-claim 1\nenvironment production\n".getBytes(UTF_8);
    unit.memory.put(PutRequest.of(mark, "text/plain"), new ByteArrayInputStream(text));
    ann.accept(ann.uploaded("a.png", PNG));
    Unit.eventually(() -> unit.service.keys(Operation.OPEN).contains(mark));
    assertThat(unit.service.count(Operation.DELETE)).isZero();
    assertThat(unit.memory.size()).as("mark, upload and its copy").isEqualTo(3);
  }

  @Test
  void aStorageThatIsDownAsksForPatience() {
    Begun begun = client.begin(endpoint, "a.png", "image/png", PNG);
    unit.service.once(Operation.PUT, Fault.failBefore());
    Answer down = client.put(begun, PNG);
    assertThat(down.status()).isEqualTo(503);
    assertThat(down.retryAfter()).isPositive();
    assertThat(client.put(begun, PNG).status()).isEqualTo(204);
    for (Operation operation : List.of(Operation.OPEN, Operation.PUT)) {
      unit.service.once(operation, Fault.failBefore());
      assertThatThrownBy(() -> ann.accept(begun)).isInstanceOf(StorageUnavailableException.class);
    }
    unit.service.once(Operation.PUT, Fault.failAfter());
    assertThatThrownBy(() -> ann.accept(begun)).isInstanceOf(StorageUnavailableException.class);
    unit.service.once(Operation.OPEN, Fault.breakOff(10));
    assertThatThrownBy(() -> ann.accept(begun)).hasRootCauseInstanceOf(java.io.IOException.class);
    assertThat(ann.accept(begun).filename()).isEqualTo("a.png");
    ann.allIsOver();
    unit.assertClean();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void aCopyThatArrivesAfterItWasGivenUpIsStillNamed() {
    Begun begun = ann.uploaded("a.png", PNG);
    unit.service.once(Operation.PUT, Fault.late());
    assertThatThrownBy(() -> ann.accept(begun)).isInstanceOf(StorageUnavailableException.class);
    unit.affix().housekeeping();
    unit.service.arrive();
    assertThat(unit.memory.size()).as("upload and copy").isEqualTo(2);
    assertThat(unit.affix().audit("memory").isClean()).as("rows name both").isTrue();
    assertThat(ann.accept(begun).filename()).isEqualTo("a.png");
    ann.allIsOver();
    unit.assertClean();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void aStorageThatIsSlowCostsNobodyHisUpload() throws Exception {
    try (Unit slow =
        Unit.open(
            kind,
            10,
            (builder, made) ->
                builder
                    .directUploads(Uploader.BASE + "/", Visitor.LIMITS)
                    .uploadDeadline(Duration.ofNanos(1)),
            Pseud.class)) {
      DirectUploads its = slow.affix().directUploads();
      var sender = new Uploader(its);
      Begun begun =
          sender.begin(its.endpoint(Pseud.class, "icon", Visitor.ANN), "a.png", "image/png", PNG);
      StorageKey key =
          slow.inTransaction(em ->
              StorageKey.of(
                  (String)
                      em.createNativeQuery(
                              "select storage_key from affix_blobs"
                                  + " where storage_key like 'staging/%/%'",
                              String.class)
                          .getSingleResult()));
      slow.memory.put(PutRequest.of(key, "image/png"), new ByteArrayInputStream(PNG));
      for (int tries = 0; tries < 2; tries++) {
        assertThatThrownBy(() -> its.accept(begun.signedId(), Pseud.class, "icon", Visitor.ANN))
            .isInstanceOf(StorageUnavailableException.class)
            .hasMessageContaining("submit again");
      }
      assertThat(slow.memory.head(key)).isPresent();
      assertThat(slow.rows("affix_deletions where storage_key = '" + key + "'")).isZero();
    }
  }

  @Test
  void noConnectionIsHeldWhileBytesMove() {
    Gate sending = new Gate();
    unit.service.once(Operation.PUT, Fault.hang(sending));
    Begun begun = client.begin(endpoint, "a.png", "image/png", PNG);
    CompletableFuture<Answer> sent = CompletableFuture.supplyAsync(() -> client.put(begun, PNG));
    sending.awaitArrival();
    assertThat(unit.counter.held()).isZero();
    sending.release();
    assertThat(sent).succeedsWithin(Duration.ofSeconds(30));

    Gate copying = new Gate();
    unit.service.once(Operation.PUT, Fault.hang(copying));
    CompletableFuture<StagedBlob> accepted = CompletableFuture.supplyAsync(() -> ann.accept(begun));
    copying.awaitArrival();
    assertThat(unit.counter.held()).isZero();
    // The copy's row names its key before its first byte; the original's is still there.
    assertThat(unit.rows("affix_blobs where state = 'STAGED' and storage_key not like '%/%'"))
        .as("rows of copies and of the folder")
        .isEqualTo(1);
    assertThat(unit.rows("affix_blobs where storage_key like 'staging/%/%'")).isEqualTo(1);
    copying.release();
    assertThat(accepted).succeedsWithin(Duration.ofSeconds(30));
  }

  /** A process that dies within an acceptance leaves two rows, and each names its object. */
  @Test
  void anAcceptanceThatNeverEndedIsRepeated() {
    Begun begun = ann.uploaded("a.png", PNG);
    Gate gate = new Gate();
    unit.service.once(Operation.OPEN, Fault.delay(Duration.ZERO));
    unit.service.once(Operation.OPEN, Fault.delay(Duration.ZERO));
    unit.service.once(Operation.OPEN, Fault.hang(gate));
    CompletableFuture<StagedBlob> dying = CompletableFuture.supplyAsync(() -> ann.accept(begun));
    gate.awaitArrival();
    // The copy is stored, and nobody has said yet whose it is.
    assertThat(unit.memory.size()).isEqualTo(2);
    assertThat(unit.affix().audit("memory").isClean()).isTrue();
    StagedBlob second = ann.accept(begun);
    gate.release();
    assertThat(dying).failsWithin(Duration.ofSeconds(30));
    assertThat(second.filename()).isEqualTo("a.png");
    assertThat(unit.rows("affix_blobs where byte_size is not null")).isEqualTo(1);
    ann.allIsOver();
    unit.assertClean();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void anUploadThatExpiresWhileItIsAcceptedIsNoBodys() {
    Begun begun = ann.uploaded("a.png", PNG);
    Gate gate = new Gate();
    unit.service.once(Operation.PUT, Fault.hang(gate));
    CompletableFuture<StagedBlob> late = CompletableFuture.supplyAsync(() -> ann.accept(begun));
    gate.awaitArrival();
    unit.runInTransaction(em ->
        em.createNativeQuery(
                "update affix_blobs set expires_at = '2020-01-01 00:00:00'"
                    + " where storage_key like 'staging/%'")
            .executeUpdate());
    unit.affix().housekeeping();
    gate.release();
    assertThat(late)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withCauseInstanceOf(StagedBlobUsedException.class);
    ann.allIsOver();
    unit.assertClean();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.memory.size()).isZero();
  }
}
