package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Successes that leave out, or garble, what a service must know. */
class OddAnswersTest {
  private static final StorageKey KEY = StorageKey.of("abcdefgh");
  private static final String CHANGED = "\r\nLast-Modified: Mon, 23 Nov 2026 10:00:00 GMT";
  private static final byte[] CHUNKS = "2\r\nab\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Test
  void bodyOfUnknownLengthIsRefusedAndItsConnectionGivenBack() throws IOException {
    assertOpenIsRefused(
        CannedStore.saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked" + CHANGED, CHUNKS),
        ByteRange.ALL);
  }

  @Test
  void bodyOfUnknownAgeIsRefusedAndItsConnectionGivenBack() throws IOException {
    assertOpenIsRefused(
        CannedStore.saying("HTTP/1.1 200 OK\r\nContent-Length: 2", new byte[2]), ByteRange.ALL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 0-1/*",
        "bytes 0-1/",
        "bytes 0-1",
        "bytes 0-1/99999999999999999999",
        "bytes 0-1/-5"
      })
  void rangeOfUnknownLengthIsRefusedAndItsConnectionGivenBack(String range) throws IOException {
    assertOpenIsRefused(
        CannedStore.saying(
            "HTTP/1.1 206 Partial\r\nContent-Length: 2\r\nContent-Range: " + range + CHANGED,
            new byte[2]),
        ByteRange.of(0, 1));
  }

  @Test
  void headThatTellsNoLengthIsRefused() throws IOException {
    try (CannedStore store =
            new CannedStore(CannedStore.saying("HTTP/1.1 200 OK" + CHANGED, new byte[0]));
        S3Service service = service(store)) {
      assertThatThrownBy(() -> service.head(KEY))
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining("length")
          .hasMessageContaining("\"abcdefgh\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<NextContinuationToken></NextContinuationToken>"})
  void listingThatBreaksOffIsNotTakenForWhole(String token) throws IOException {
    byte[] page =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult><IsTruncated>true</IsTruncated>%s<Contents><Key>test/abcdefgh</Key>
        <LastModified>2026-11-23T10:00:00.000Z</LastModified><ETag>"x"</ETag><Size>1</Size>
        </Contents></ListBucketResult>
        """
            .formatted(token)
            .getBytes(StandardCharsets.UTF_8);
    try (CannedStore store =
            new CannedStore(
                CannedStore.saying("HTTP/1.1 200 OK\r\nContent-Length: " + page.length, page));
        S3Service service = service(store)) {
      Iterator<StoredObject> objects = service.list();
      assertThatThrownBy(() -> objects.forEachRemaining(object -> {}))
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining("bucket \"icons\"")
          .hasMessageContaining("continuation");
    }
  }

  private static void assertOpenIsRefused(CannedStore.Answer answer, ByteRange range)
      throws IOException {
    CannedStore.Answer whole =
        CannedStore.saying("HTTP/1.1 200 OK\r\nContent-Length: 2" + CHANGED, new byte[2]);
    try (CannedStore store =
            new CannedStore(
                (request, out) -> (request.startsWith("GET") ? answer : whole).send(request, out));
        S3Service service = service(store)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> service.open(KEY, range))
            .isExactlyInstanceOf(StorageException.class)
            .hasMessageContaining("\"abcdefgh\"");
      }
      assertThat(service.head(KEY)).as("with the only connection").isPresent();
    }
  }

  private static S3Service service(CannedStore store) {
    return FaultsTest.builder(store.endpoint()).maxConnections(1).build();
  }

  @Test
  void readerOfAWholeAnswerIsOpened() throws IOException {
    try (CannedStore store =
            new CannedStore(
                CannedStore.saying(
                    "HTTP/1.1 206 Partial\r\nContent-Length: 2\r\nContent-Range: bytes 0-1/7"
                        + CHANGED,
                    new byte[2]));
        S3Service service = service(store);
        ObjectReader reader = service.open(KEY, ByteRange.of(0, 1))) {
      assertThat(reader.object().byteSize()).isEqualTo(7);
      assertThat(reader.body().readAllBytes()).hasSize(2);
    }
  }
}
