package dev.affix.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.DirectUploadLimits;
import dev.affix.DirectUploadRefusedException;
import dev.affix.DirectUploads;
import dev.affix.StagedBlob;
import dev.affix.StagedBlobUsedException;
import dev.affix.UploadRejectedException;
import dev.affix.internal.signing.PolicyToken;
import dev.affix.internal.signing.Principal;
import dev.affix.internal.signing.PutToken;
import dev.affix.internal.signing.StagedToken;
import dev.affix.internal.signing.Target;
import dev.affix.internal.signing.Token;
import dev.affix.internal.signing.TokenCodec;
import dev.affix.lifecycle.UploadInspector;
import dev.affix.proof.Uploader.Answer;
import dev.affix.proof.Uploader.Begun;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.serving.SigningKeys;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.Gate;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Uploads through Affix's own endpoint, from the page's URL to the attached file. */
@ParameterizedClass
@MethodSource("databases")
class DirectUploadTest {
  private static final String ANN = "user 7";
  private static final byte[] PNG = Pictures.bytes("a");
  private static final DirectUploadLimits LIMITS =
      DirectUploadLimits.DEFAULTS.withOutstanding(3, 1_000_000);

  private final TestDatabase.Kind kind;
  private final AtomicReference<@Nullable String> infected = new AtomicReference<>();
  private Unit unit;
  private DirectUploads uploads;
  private Uploader client;
  private URI endpoint;

  DirectUploadTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(
            kind,
            20,
            (builder, made) ->
                builder.directUploads(Uploader.BASE + "/", LIMITS).inspector(scanner()),
            Pseud.class);
    uploads = unit.affix().directUploads();
    client = new Uploader(uploads);
    endpoint = uploads.endpoint(Pseud.class, "icon", ANN);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void aFileGoesFromTheBrowserToTheOwner() throws Exception {
    Long id = unit.pseud("ann");
    Answer answer = client.declare(endpoint, "Ich & <Du>.png", "image/png", PNG);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Cache-Control", "no-store");
    assertThat(answer.text())
        .contains("\"byte_size\":" + PNG.length, "\"checksum\":\"" + Uploader.md5(PNG) + "\"")
        .doesNotContain("<", "staging");
    assertThat(answer.field("content_type")).isEqualTo("image/png");
    // The row is there before anybody could send a byte, and nothing can attach it.
    assertThat(unit.rows("affix_blobs where storage_key like 'staging/%/%' and state = 'STAGED'"))
        .isEqualTo(1);
    assertThat(unit.rows("affix_blobs where byte_size is not null")).isZero();
    assertThat(unit.memory.size()).isZero();

    Begun begun = client.begin(endpoint, "b.png", "image/png", PNG);
    assertThat(client.put(begun, PNG).status()).isEqualTo(204);
    StagedBlob staged = accept(begun);
    assertThat(staged.filename()).isEqualTo("b.png");
    assertThat(staged.contentType()).isEqualTo("image/png");
    assertThat(staged.byteSize()).isEqualTo(PNG.length);

    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
    URI url = unit.inTransaction(em -> em.find(Pseud.class, id).icon().url()).orElseThrow();
    assertThat(read(url)).isEqualTo(PNG);
    assertThat(unit.rows("affix_blobs where state = 'STORED' and storage_key not like '%/%'"))
        .isEqualTo(1);
    // What the browser could write to goes at once; the note stays for what may still arrive.
    Unit.eventually(() -> unit.memory.size() == 1);
    assertThat(unit.rows("affix_deletions where storage_key like 'staging/%'")).isEqualTo(1);
    allIsOver();
    unit.assertClean();
    assertThat(unit.rows("affix_blobs")).isEqualTo(1);
  }

  @Test
  void thePolicyIsTheSameInEveryPageOfAMinute() {
    assertThat(endpoint.toString()).startsWith("/uploads/").hasSizeLessThan(200);
    assertThat(uploads.endpoint(Pseud.class, "icon", "user 8")).isNotEqualTo(endpoint);
    assertThat(uploads.endpoint(Pseud.class, "pictures", ANN)).isNotEqualTo(endpoint);
    assertThatThrownBy(() -> uploads.endpoint(Pseud.class, "nothing", ANN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"nothing\"");
  }

  @Test
  void nothingCanBeUploadedUnlessAskedFor() {
    try (Unit plain = Unit.open(TestDatabase.Kind.H2)) {
      assertThatThrownBy(() -> plain.affix().directUploads())
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("Direct uploads are off");
    }
  }

  @Test
  void aSignedIdIsAcceptedOnce() {
    Begun begun = uploaded("a.png", PNG);
    StagedBlob staged = accept(begun);
    assertThatThrownBy(() -> accept(begun)).isInstanceOf(StagedBlobUsedException.class);
    assertThat(client.put(begun, PNG).status()).as("sent after it was used").isEqualTo(409);
    assertThat(staged.byteSize()).isEqualTo(PNG.length);
    assertThat(unit.rows("affix_blobs where byte_size is not null")).isEqualTo(1);
  }

  @RepeatedTest(3)
  void ofTenAcceptancesAtOnceOneWins() throws Exception {
    Begun begun = uploaded("a.png", PNG);
    List<Callable<StagedBlob>> work = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      work.add(() -> accept(begun));
    }
    List<@Nullable Throwable> failures = Racing.all(work);
    assertThat(failures).filteredOn(failure -> failure == null).hasSize(1);
    assertThat(failures)
        .filteredOn(failure -> failure != null)
        .hasSize(9)
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(StagedBlobUsedException.class));
    assertThat(unit.rows("affix_blobs where byte_size is not null")).isEqualTo(1);
    allIsOver();
    unit.assertClean();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void whatIsAlteredIsRefused() {
    Begun begun = uploaded("a.png", PNG);
    String policy = endpoint.toString();
    for (String altered :
        List.of(
            policy.substring(0, policy.length() - 1),
            policy + "A",
            policy + "/",
            policy + "?a=b",
            swapped(policy),
            "/uploads/",
            "/uploads/x",
            begun.url())) {
      assertThat(client.post(URI.create(altered), "{}").status()).as(altered).isEqualTo(403);
    }
    for (String altered : List.of(swapped(begun.url()), policy, begun.url() + "/x")) {
      assertThat(client.send("PUT", altered, "image/png", null, PNG).status()).isEqualTo(403);
    }
    for (String altered :
        List.of(
            "",
            swapped(begun.signedId()),
            begun.signedId() + "A",
            tokenIn(begun.url()),
            tokenIn(policy))) {
      assertThatThrownBy(() -> uploads.accept(altered, Pseud.class, "icon", ANN))
          .as(altered)
          .isInstanceOf(DirectUploadRefusedException.class);
    }
    assertThat(unit.affix().handler().handle(FileRequest.of("GET", begun.url())).status())
        .as("read by the same URL")
        .isEqualTo(404);
    assertThat(accept(begun).filename()).isEqualTo("a.png");
  }

  @Test
  void whatIsOverIsRefused() {
    Instant past = Instant.parse("2026-01-01T00:00:00Z");
    Target target = new Target("pseud", "icon", Principal.of(ANN));
    var policy = new PolicyToken(target, "memory", OptionalLong.empty(), List.of(), past);
    URI old = URI.create("/uploads/" + signed(policy));
    assertThat(client.declare(old, "a.png", "image/png", PNG).status()).isEqualTo(403);
    String put = "/uploads/" + signed(new PutToken(UUID.randomUUID(), past));
    assertThat(client.send("PUT", put, "image/png", null, PNG).status()).isEqualTo(403);
    String signedId = signed(new StagedToken(target, UUID.randomUUID(), past));
    assertThatThrownBy(() -> uploads.accept(signedId, Pseud.class, "icon", ANN))
        .isInstanceOf(DirectUploadRefusedException.class)
        .hasMessageContaining("expired");
  }

  @Test
  void aSignedIdIsGoodForOnePrincipalAndOneAttachment() {
    Begun begun = uploaded("a.png", PNG);
    assertThatThrownBy(() -> uploads.accept(begun.signedId(), Pseud.class, "icon", "user 8"))
        .isInstanceOf(DirectUploadRefusedException.class);
    assertThatThrownBy(() -> uploads.accept(begun.signedId(), Pseud.class, "pictures", ANN))
        .isInstanceOf(DirectUploadRefusedException.class);
    assertThat(accept(begun).filename()).isEqualTo("a.png");
  }

  /** The next test meets this by chance only, where transactions are short and processors few. */
  @Test
  void whoBeginsAnUploadWaitsForWhoeverCountsTheSamePrincipals() {
    client.begin(endpoint, "1.png", "image/png", PNG);
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    unit.runInTransaction(em -> {
      // By its whole key: MariaDB locks every row that it looks at.
      em.createNativeQuery(
              "select id from affix_blobs where service = 'memory' and storage_key = 'staging/"
                  + Principal.of(ANN).mark()
                  + ".lock' for update")
          .getResultList();
      waiting.add(
          CompletableFuture.supplyAsync(() -> client.declare(endpoint, "2.png", "image/png", PNG)));
      assertThatThrownBy(() -> waiting.getFirst().get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    });
    assertThat(waiting.getFirst())
        .succeedsWithin(Duration.ofSeconds(30))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(200));
  }

  @RepeatedTest(3)
  void tenAtOnceBeginNoMoreThanAreAllowed() throws Exception {
    List<Answer> answers = race(PNG);
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(3);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .hasSize(7)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(429);
          assertThat(answer.retryAfter()).isBetween(3_600L, 4 * 3_600L);
          assertThat(answer.field("error")).contains("Too many uploads");
        });
    URI bob = uploads.endpoint(Pseud.class, "icon", "user 8");
    assertThat(client.declare(bob, "a.png", "image/png", PNG).status()).isEqualTo(200);
  }

  @RepeatedTest(3)
  void tenAtOnceBeginNoMoreBytesThanAreAllowed() throws Exception {
    endpoint = uploads.endpoint(Pseud.class, "pictures", ANN);
    byte[] large = Arrays.copyOf(PNG, 400_000);
    List<Answer> answers = race(large);
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(2);
    assertThat(answers).filteredOn(answer -> answer.status() == 429).hasSize(8);
    assertThat(client.declare(endpoint, "s.png", "image/png", PNG).status()).isEqualTo(200);
  }

  @Test
  void whatIsAcceptedOrOverIsNotOutstanding() {
    Begun first = uploaded("1.png", PNG);
    client.begin(endpoint, "2.png", "image/png", PNG);
    client.begin(endpoint, "3.png", "image/png", PNG);
    assertThat(client.declare(endpoint, "4.png", "image/png", PNG).status()).isEqualTo(429);
    accept(first);
    assertThat(client.declare(endpoint, "4.png", "image/png", PNG).status()).isEqualTo(200);
    assertThat(client.declare(endpoint, "5.png", "image/png", PNG).status()).isEqualTo(429);
    past("affix_blobs", "expires_at");
    assertThat(client.declare(endpoint, "5.png", "image/png", PNG).status()).isEqualTo(200);
  }

  @Test
  void whatIsTooLargeIsRefused() {
    String md5 = Uploader.md5(PNG);
    long max = 500 * 1024;
    assertThat(client.post(endpoint, Uploader.json("a.png", "image/png", max, md5)).status())
        .isEqualTo(200);
    Answer refused = client.post(endpoint, Uploader.json("a.png", "image/png", max + 1, md5));
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.field("error")).contains("512000 bytes");
    // Where the attachment has no limit, what may be outstanding is one.
    URI pictures = uploads.endpoint(Pseud.class, "pictures", ANN);
    for (long size : new long[] {1_000_001, 999_999_999_999_999_999L}) {
      assertThat(client.post(pictures, Uploader.json("a", "image/png", size, md5)).status())
          .isEqualTo(413);
    }
    assertThat(client.post(endpoint, " ".repeat(16 * 1024) + "{}").status()).isEqualTo(413);
  }

  @Test
  void otherBytesThanDeclaredAreNotKept() {
    Begun begun = client.begin(endpoint, "a.png", "image/png", PNG);
    byte[] longer = Arrays.copyOf(PNG, PNG.length + 1);
    byte[] shorter = Arrays.copyOf(PNG, PNG.length - 1);
    byte[] other = PNG.clone();
    other[PNG.length - 1] ^= 1;
    assertThat(client.put(begun, longer).status()).isEqualTo(413);
    assertThat(client.put(begun, shorter).status()).isEqualTo(422);
    assertThat(client.putChunked(begun, longer).status()).isEqualTo(422);
    assertThat(client.putChunked(begun, shorter).status()).isEqualTo(422);
    assertThat(client.put(begun, other).status()).isEqualTo(422);
    assertThat(client.send("PUT", begun.url(), "image/gif", null, PNG).status()).isEqualTo(415);
    assertThat(client.send("PUT", begun.url(), null, null, PNG).status()).isEqualTo(415);
    assertThat(unit.memory.size()).isZero();
    assertThatThrownBy(() -> accept(begun))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining("has not been uploaded yet");

    assertThat(client.put(begun, PNG).status()).isEqualTo(204);
    assertThat(client.put(begun, PNG).status()).as("once more").isEqualTo(409);
    assertThat(accept(begun).byteSize()).isEqualTo(PNG.length);
  }

  @Test
  void theBytesDecideWhatAFileIs() {
    byte[] page = "<!doctype html><script>alert(1)</script>".getBytes(UTF_8);
    Begun begun = uploaded("a.png", page);
    assertThatThrownBy(() -> accept(begun))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining("is text/html by its bytes");
    assertThatThrownBy(() -> accept(begun)).isInstanceOf(StagedBlobUsedException.class);
    allIsOver();
    unit.assertClean();
    assertThat(unit.memory.size()).isZero();
    assertThat(unit.rows("affix_blobs")).isZero();
    // And a type that the client did not know is no reason to refuse.
    Begun unknown = client.begin(endpoint, "b", "", PNG);
    client.put(unknown, PNG);
    assertThat(accept(unknown).contentType()).isEqualTo("image/png");
  }

  @Test
  void requestsThatNoClientSendsAreRefused() {
    assertThat(client.declare(endpoint, "a.html", "text/html", PNG).status()).isEqualTo(415);
    assertThat(client.post(endpoint, "{}", "text/plain").status()).isEqualTo(415);
    assertThat(client.post(endpoint, "{}", null).status()).isEqualTo(415);
    assertThat(client.post(endpoint, "{}", "application/json; charset=utf-8").status())
        .isEqualTo(400);
    assertThat(client.post(endpoint, "{\"blob\":").field("error")).contains("not JSON");
    assertThat(client.declare(endpoint, "../a.png", "image/png", PNG).status()).isEqualTo(422);
    Answer get = client.send("GET", endpoint.toString(), null, null, new byte[0]);
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.headers()).containsEntry("Allow", "POST, PUT");
    assertThat(unit.rows("affix_blobs")).isZero();
  }

  @Test
  void anInspectorSeesTheCopyAndMayRefuseIt() {
    infected.set("a.png");
    Begun begun = uploaded("a.png", PNG);
    assertThatThrownBy(() -> accept(begun)).hasMessageContaining("infected");
    infected.set(null);
    assertThatThrownBy(() -> accept(begun)).isInstanceOf(StagedBlobUsedException.class);
    allIsOver();
    unit.assertClean();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void inAPlaceOfAnotherEnvironmentWhatWasAcceptedStays() throws Exception {
    StorageKey mark = StorageKey.of("_affix/claim");
    byte[] text = "affix-claim 1\nenvironment production\n".getBytes(UTF_8);
    unit.memory.put(PutRequest.of(mark, "text/plain"), new ByteArrayInputStream(text));
    accept(uploaded("a.png", PNG));
    Unit.eventually(() -> unit.service.keys(Operation.OPEN).contains(mark));
    assertThat(unit.service.count(Operation.DELETE)).isZero();
    assertThat(unit.memory.size()).as("mark, upload and its copy").isEqualTo(3);
  }

  @Test
  void whatNobodyAcceptsGoesByHousekeeping() {
    uploaded("sent.png", PNG);
    client.begin(endpoint, "begun.png", "image/png", PNG);
    assertThat(unit.affix().housekeeping().expired()).isZero();
    assertThat(unit.affix().audit("memory").isClean()).isTrue();
    past("affix_blobs", "expires_at");
    unit.settle();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.rows("affix_deletions")).isZero();
    assertThat(unit.memory.size()).isZero();
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
      assertThatThrownBy(() -> accept(begun)).isInstanceOf(StorageUnavailableException.class);
    }
    unit.service.once(Operation.PUT, Fault.failAfter());
    assertThatThrownBy(() -> accept(begun)).isInstanceOf(StorageUnavailableException.class);
    unit.service.once(Operation.OPEN, Fault.breakOff(10));
    assertThatThrownBy(() -> accept(begun)).hasRootCauseInstanceOf(java.io.IOException.class);
    assertThat(accept(begun).filename()).isEqualTo("a.png");
    allIsOver();
    unit.assertClean();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void aCopyThatArrivesAfterItWasGivenUpIsStillNamed() {
    Begun begun = uploaded("a.png", PNG);
    unit.service.once(Operation.PUT, Fault.late());
    assertThatThrownBy(() -> accept(begun)).isInstanceOf(StorageUnavailableException.class);
    unit.affix().housekeeping();
    unit.service.arrive();
    assertThat(unit.memory.size()).as("upload and copy").isEqualTo(2);
    assertThat(unit.affix().audit("memory").isClean()).as("rows name both").isTrue();
    assertThat(accept(begun).filename()).isEqualTo("a.png");
    allIsOver();
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
                    .directUploads(Uploader.BASE + "/", LIMITS)
                    .uploadDeadline(Duration.ofNanos(1)),
            Pseud.class)) {
      DirectUploads its = slow.affix().directUploads();
      var sender = new Uploader(its);
      Begun begun = sender.begin(its.endpoint(Pseud.class, "icon", ANN), "a.png", "image/png", PNG);
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
        assertThatThrownBy(() -> its.accept(begun.signedId(), Pseud.class, "icon", ANN))
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
    CompletableFuture<StagedBlob> accepted = CompletableFuture.supplyAsync(() -> accept(begun));
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
    Begun begun = uploaded("a.png", PNG);
    Gate gate = new Gate();
    unit.service.once(Operation.OPEN, Fault.delay(Duration.ZERO));
    unit.service.once(Operation.OPEN, Fault.delay(Duration.ZERO));
    unit.service.once(Operation.OPEN, Fault.hang(gate));
    CompletableFuture<StagedBlob> dying = CompletableFuture.supplyAsync(() -> accept(begun));
    gate.awaitArrival();
    // The copy is stored, and nobody has said yet whose it is.
    assertThat(unit.memory.size()).isEqualTo(2);
    assertThat(unit.affix().audit("memory").isClean()).isTrue();
    StagedBlob second = accept(begun);
    gate.release();
    assertThat(dying).failsWithin(Duration.ofSeconds(30));
    assertThat(second.filename()).isEqualTo("a.png");
    assertThat(unit.rows("affix_blobs where byte_size is not null")).isEqualTo(1);
    allIsOver();
    unit.assertClean();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void anUploadThatExpiresWhileItIsAcceptedIsNoBodys() {
    Begun begun = uploaded("a.png", PNG);
    Gate gate = new Gate();
    unit.service.once(Operation.PUT, Fault.hang(gate));
    CompletableFuture<StagedBlob> late = CompletableFuture.supplyAsync(() -> accept(begun));
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
    allIsOver();
    unit.assertClean();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.memory.size()).isZero();
  }

  private Begun uploaded(String filename, byte[] bytes) {
    Begun begun = client.begin(endpoint, filename, "image/png", bytes);
    assertThat(client.put(begun, bytes).status()).isEqualTo(204);
    return begun;
  }

  private StagedBlob accept(Begun begun) {
    return uploads.accept(begun.signedId(), Pseud.class, "icon", ANN);
  }

  private List<Answer> race(byte[] bytes) throws InterruptedException {
    var answers = new ConcurrentLinkedQueue<Answer>();
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      work.add(() -> answers.add(client.declare(endpoint, "a.png", "image/png", bytes)));
    }
    assertThat(Racing.all(work)).containsOnlyNulls();
    return List.copyOf(answers);
  }

  /** As if all times had passed. */
  private void allIsOver() {
    past("affix_blobs", "expires_at");
    past("affix_deletions", "due_at");
    unit.settle();
  }

  private void past(String table, String column) {
    unit.runInTransaction(em ->
        em.createNativeQuery(
                "update "
                    + table
                    + " set "
                    + column
                    + " = '2020-01-01 00:00:00' where "
                    + column
                    + " is not null")
            .executeUpdate());
  }

  private byte[] read(URI url) throws java.io.IOException {
    String path = url.toString().substring("/files".length());
    try (FileResponse response = unit.affix().handler().handle(FileRequest.of("GET", path))) {
      var out = new java.io.ByteArrayOutputStream();
      response.writeTo(out);
      assertThat(response.headers()).containsEntry("Content-Type", "image/png");
      return out.toByteArray();
    }
  }

  private UploadInspector scanner() {
    return new UploadInspector() {
      @Override
      public void afterStoring(Inspection upload, dev.affix.Upload.Opener content) {
        if (upload.filename().equals(infected.get())) {
          throw new UploadRejectedException(upload.filename() + " is infected");
        }
        try (var in = content.open()) {
          assertThat(ByteBuffer.wrap(in.readAllBytes()).remaining())
              .isEqualTo((int) upload.byteSize().orElseThrow());
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    };
  }

  private static String signed(Token token) {
    return new TokenCodec(SigningKeys.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
        .sign(token, "");
  }

  private static String tokenIn(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** One letter in the middle changed for another. */
  private static String swapped(String text) {
    int at = text.length() - 30;
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }
}
