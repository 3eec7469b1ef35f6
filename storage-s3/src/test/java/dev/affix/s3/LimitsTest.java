package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.s3.S3Service.Sizes;
import dev.affix.storage.Checksums;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** How long calls take that need several requests of a slow store. */
@Timeout(60)
class LimitsTest {
  private static final int PART = 5 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration SLOW = Duration.ofMillis(1500);
  private static final StorageKey KEY = StorageKey.of("abcdefgh");

  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    over.countDown();
  }

  @Test
  void allRequestsOfACallShareOneLimit() throws IOException {
    StoredObject seen =
        new StoredObject(StorageKey.of("seen"), PART + 1, Checksums.NONE, Instant.EPOCH, "x");
    try (CannedStore store = new CannedStore(this::slowHeadThenSilence);
        S3Service service = serviceOn(store)) {
      Map<String, ThrowingCallable> calls =
          Map.of(
              "put",
              () -> service.put(PutRequest.of(KEY, ""), Bytes.text("body")),
              "put in parts",
              () -> service.put(PutRequest.of(KEY, ""), parts()),
              "copy",
              () -> service.copy(service, seen, PutRequest.of(KEY, "")),
              "open",
              () -> service.open(KEY).close());
      for (Map.Entry<String, ThrowingCallable> call : calls.entrySet()) {
        Duration took = timeOfFailing(call.getKey(), call.getValue());
        // Two seconds for what was moved, and some for a machine that is busy.
        assertThat(took).as(call.getKey()).isLessThan(LIMIT.plusSeconds(2));
      }
    }
  }

  @Test
  void timeOfTheCallersBodyIsNotTheStores() throws IOException {
    InputStream body =
        new ByteArrayInputStream(new byte[] {'x'}) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int most) {
            if (pos == 0) {
              await(LIMIT.plusMillis(200));
            }
            return super.read(buffer, offset, most);
          }
        };
    try (CannedStore store =
            new CannedStore(
                CannedStore.saying(
                    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: \"x\"", new byte[0]));
        S3Service service = serviceOn(store)) {
      assertThat(service.put(PutRequest.of(KEY, "").replacing(), body).byteSize()).isEqualTo(1);
    }
  }

  @Test
  void bodyThatTricklesIsAFailure() throws IOException {
    var clock = new AtomicLong();
    try (ObjectBody body = bodyOf(1000, clock, Duration.ofSeconds(9), Duration.ofSeconds(30))) {
      for (int i = 0; i < 3; i++) {
        assertThat(body.read()).isEqualTo(0);
      }
      assertThatThrownBy(body::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("4 bytes in 36 s")
          .hasMessageContaining("996 bytes are missing");
    }
  }

  @Test
  void bodyOfAReaderWhoTakesTimeIsNone() throws IOException {
    var clock = new AtomicLong();
    try (ObjectBody body = bodyOf(1000, clock, Duration.ofMillis(1), Duration.ofSeconds(30))) {
      for (int i = 0; i < 1000; i++) {
        assertThat(body.read()).isEqualTo(0);
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
      }
      assertThat(body.read()).isEqualTo(-1);
    }
  }

  @Test
  void longBodyHasTimeForItsBytes() throws IOException {
    var clock = new AtomicLong();
    int mebibytes = 4 << 20;
    try (ObjectBody body =
        bodyOf(mebibytes, clock, Duration.ofMillis(200), Duration.ofSeconds(1))) {
      byte[] buffer = new byte[1 << 16];
      long read = 0;
      while (read < mebibytes) {
        read += body.read(buffer);
      }
      assertThat(read).isEqualTo(mebibytes);
    }
  }

  private static ObjectBody bodyOf(int length, AtomicLong clock, Duration each, Duration limit) {
    InputStream slow =
        new InputStream() {
          private int left = length;

          @Override
          public int read() {
            clock.addAndGet(each.toNanos());
            return left-- > 0 ? 0 : -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int most) {
            clock.addAndGet(each.toNanos());
            int read = Math.min(left, most);
            left -= read;
            return read == 0 ? -1 : read;
          }
        };
    var in =
        new ResponseInputStream<>(
            GetObjectResponse.builder().build(), AbortableInputStream.create(slow));
    return new ObjectBody(in, length, limit, clock::get);
  }

  private static Duration timeOfFailing(String name, ThrowingCallable call) {
    long start = System.nanoTime();
    assertThatThrownBy(call).as(name).isInstanceOf(StorageUnavailableException.class);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static InputStream parts() {
    return new ByteArrayInputStream(Bytes.random(2 * PART + 1));
  }

  private void slowHeadThenSilence(String request, java.io.OutputStream out) throws IOException {
    if (request.startsWith("HEAD")) {
      await(SLOW);
      String status = request.startsWith("HEAD /icons ") ? "200 OK" : "404 No";
      CannedStore.saying("HTTP/1.1 " + status + "\r\nContent-Length: 0", new byte[0])
          .send(request, out);
    } else {
      await(Duration.ofSeconds(30));
    }
  }

  /** Until the test is over, at most so long. */
  private void await(Duration most) {
    try {
      over.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static S3Service serviceOn(CannedStore store) {
    return FaultsTest.builder(store.endpoint())
        .profile(S3Profile.COMPATIBLE)
        .firstByteLimit(LIMIT)
        .attempts(1)
        .sizes(new Sizes(PART, PART, PART))
        .callLimit(LIMIT)
        .build();
  }
}
