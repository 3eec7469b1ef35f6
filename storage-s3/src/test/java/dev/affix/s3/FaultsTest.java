package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.affix.storage.Checksums;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.regions.Region;

/** What becomes of a store that is slow, dead, wrong or rude. */
@Timeout(60)
class FaultsTest {
  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final int PART = 5 << 20;
  private static final StorageKey KEY = StorageKey.of("abcdefgh");
  private static final String ACCESS = "AKIDACCESS0123456789";
  private static final String SECRET = "secret-9f8e7d6c5b4a";
  private static final String SIGNATURE = "0ab1c2d3e4f5061728394a5b6c7d8e9f";

  @Test
  void silentStoreIsUnavailableWithinTheLimit() throws IOException {
    var over = new CountDownLatch(1);
    try (CannedStore store = new CannedStore((request, out) -> await(over));
        S3Service service = service(store.endpoint())) {
      for (Map.Entry<String, ThrowingCallable> call : calls(service).entrySet()) {
        long start = System.nanoTime();
        assertThatThrownBy(call.getValue())
            .as(call.getKey())
            .isInstanceOf(StorageUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .as(call.getKey())
            .isLessThan(LIMIT.plusSeconds(2));
      }
      over.countDown();
    }
  }

  @Test
  void storeThatTakesNoConnectionsIsUnavailable() throws IOException {
    URI endpoint;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      endpoint = URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
    try (S3Service service = service(endpoint)) {
      calls(service)
          .forEach((name, call) ->
              assertThatThrownBy(call)
                  .as(name)
                  .isInstanceOf(StorageUnavailableException.class)
                  .hasMessageContaining("bucket \"icons\"")
                  .hasMessageContaining("Check endpoint"));
    }
  }

  @Test
  void failingStoreIsAskedAsOftenAsSaid() throws IOException {
    try (CannedStore store = new CannedStore(CannedStore.refusing(500, "InternalError"));
        S3Service service = service(store.endpoint())) {
      assertThatThrownBy(() -> service.delete(KEY)).isInstanceOf(StorageUnavailableException.class);
      assertThat(store.requests()).hasSize(3);
    }
  }

  @Test
  void busyStoreIsUnavailable() throws IOException {
    try (CannedStore store = new CannedStore(CannedStore.refusing(503, "SlowDown"));
        S3Service service = service(store.endpoint())) {
      assertThatThrownBy(() -> service.delete(KEY))
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContaining("503 SlowDown")
          .hasMessageContaining("\"abcdefgh\"");
      calls(service)
          .forEach((name, call) ->
              assertThatThrownBy(call).as(name).isInstanceOf(StorageUnavailableException.class));
    }
  }

  @Test
  void refusalIsNotWorthAnotherTry() throws IOException {
    try (CannedStore store = new CannedStore(CannedStore.refusing(403, "AccessDenied"));
        S3Service service = service(store.endpoint())) {
      calls(service)
          .forEach((name, call) ->
              assertThatThrownBy(call)
                  .as(name)
                  .isExactlyInstanceOf(StorageException.class)
                  .hasMessageContaining("bucket \"icons\"")
                  .hasMessageContaining("403"));
      assertThat(store.requests()).hasSameSizeAs(calls(service).entrySet());
    }
  }

  @Test
  void takenKeyThatCannotBeLookedAtIsNotSaidToBeAnothers() throws IOException {
    // The first try may have stored it and lost its answer.
    CannedStore.Answer taken = CannedStore.refusing(412, "PreconditionFailed");
    CannedStore.Answer busy = CannedStore.refusing(503, "SlowDown");
    try (CannedStore store =
            new CannedStore(
                (request, out) -> (request.startsWith("PUT") ? taken : busy).send(request, out));
        S3Service service = service(store.endpoint())) {
      assertThatThrownBy(() -> service.put(PutRequest.of(KEY, ""), Bytes.text("body")))
          .isInstanceOf(StorageUnavailableException.class);
    }
  }

  @Test
  void deletionOfManyInAMissingBucketIsRefused() throws IOException { // s3proxy takes it for done
    try (CannedStore store = new CannedStore(CannedStore.refusing(404, "NoSuchBucket"));
        S3Service service = service(store.endpoint())) {
      assertThatThrownBy(() -> service.deleteAll(List.of(KEY)))
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining("Make the bucket");
    }
  }

  @Test
  void whatIsThrownNeverHoldsCredentialsOrTheTextOfTheStore() throws IOException {
    String quoted = "the signature " + SIGNATURE + " of " + ACCESS + " is not that of " + SECRET;
    for (int status : new int[] {403, 503}) {
      try (CannedStore store =
              new CannedStore(CannedStore.refusing(status, "SignatureDoesNotMatch", quoted));
          S3Service service = service(store.endpoint())) {
        calls(service)
            .forEach((name, call) -> {
              String told = traceOf(catchThrowable(call));
              assertThat(told)
                  .as(name)
                  .contains(status + " ")
                  .contains("S3Exception")
                  .doesNotContain(SECRET)
                  .doesNotContain(ACCESS)
                  .doesNotContain(SIGNATURE);
            });
        assertThat(service.toString()).doesNotContain(SECRET).doesNotContain(ACCESS);
      }
    }
  }

  /** As a log has it: with causes and what they suppress. */
  private static String traceOf(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void bodyThatEndsTooEarlyIsAFailure() throws IOException {
    try (CannedStore store =
            new CannedStore(
                CannedStore.saying(
                    "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nETag: \"x\"\r\n"
                        + "Last-Modified: Mon, 23 Nov 2026 10:00:00 GMT",
                    new byte[3000]));
        S3Service service = service(store.endpoint());
        ObjectReader reader = service.open(KEY)) {
      assertThat(reader.object().byteSize()).isEqualTo(5000);
      assertThatThrownBy(() -> reader.body().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void bodyWithAnotherChecksumIsAFailure() throws IOException {
    try (CannedStore store =
            new CannedStore(
                CannedStore.saying(
                    String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Content-Length: 5000",
                        "ETag: \"x\"",
                        "x-amz-checksum-crc32c: yZRlqg==",
                        "x-amz-checksum-type: FULL_OBJECT",
                        "Last-Modified: Mon, 23 Nov 2026 10:00:00 GMT"),
                    new byte[5000]));
        S3Service service = service(store.endpoint());
        ObjectReader reader = service.open(KEY)) {
      assertThatThrownBy(() -> reader.body().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void bodyThatStopsIsAFailureWithinTheLimitOfSilence() throws IOException {
    var over = new CountDownLatch(1);
    try (CannedStore store =
            new CannedStore((request, out) -> {
              CannedStore.saying(
                      "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n"
                          + "Last-Modified: Mon, 23 Nov 2026 10:00:00 GMT",
                      new byte[1000])
                  .send(request, out);
              out.flush();
              await(over);
            });
        S3Service service = service(store.endpoint());
        ObjectReader reader = service.open(KEY)) {
      assertThatThrownBy(() -> reader.body().readAllBytes()).isInstanceOf(IOException.class);
      over.countDown();
    }
  }

  @Test
  void closingEarlyDoesNotReadTheRestAndFreesTheConnection() throws IOException {
    CannedStore.Answer endless =
        (request, out) -> {
          CannedStore.saying(
                  "HTTP/1.1 200 OK\r\nContent-Length: 5000000000000\r\n"
                      + "Last-Modified: Mon, 23 Nov 2026 10:00:00 GMT",
                  new byte[0])
              .send(request, out);
          byte[] zeros = new byte[1 << 16];
          for (long i = 0; i < 5_000_000_000_000L; i += zeros.length) {
            out.write(zeros);
          }
        };
    try (CannedStore store = new CannedStore(endless);
        S3Service service = builder(store.endpoint()).maxConnections(2).build()) {
      for (int i = 0; i < 10; i++) {
        try (ObjectReader reader = service.open(KEY)) {
          assertThat(reader.body().readNBytes(1000)).hasSize(1000);
        }
      }
    }
  }

  @Test
  void interruptedCallIsUnavailableAndKeepsTheInterrupt() throws IOException {
    var over = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    try (CannedStore store =
            new CannedStore((request, out) -> {
              caller.interrupt();
              await(over);
            });
        S3Service service = service(store.endpoint())) {
      assertThatThrownBy(() -> service.head(KEY)).isInstanceOf(StorageUnavailableException.class);
      assertThat(Thread.interrupted()).isTrue();
      over.countDown();
    }
  }

  private static Map<String, ThrowingCallable> calls(S3Service service) {
    StoredObject seen =
        new StoredObject(StorageKey.of("seen"), 4, Checksums.NONE, Instant.EPOCH, "x");
    return Map.of(
        "put",
        () -> service.put(PutRequest.of(KEY, ""), Bytes.text("body")),
        "put in parts",
        () ->
            service.put(
                PutRequest.of(KEY, "").replacing(),
                new ByteArrayInputStream(Bytes.random(PART + 1))),
        "copy",
        () -> service.copy(service, seen, PutRequest.of(KEY, "")),
        "open",
        () -> service.open(KEY).close(),
        "head",
        () -> service.head(KEY),
        "delete",
        () -> service.delete(KEY),
        "deleteAll",
        () -> service.deleteAll(java.util.List.of(KEY)),
        "list",
        () -> service.list().hasNext());
  }

  private static S3Service service(URI endpoint) {
    return builder(endpoint).build();
  }

  static S3ServiceBuilder builder(URI endpoint) {
    return S3Service.builder()
        .region(Region.US_EAST_1)
        .endpoint(endpoint)
        .pathStyle()
        .credentials(Store.credentials(ACCESS, SECRET))
        .bucket("icons")
        .environment("test")
        .profile(Store.PROFILE)
        .connectLimit(Duration.ofSeconds(1))
        .firstByteLimit(Duration.ofSeconds(1))
        .partSize(PART)
        .callLimit(LIMIT);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
