package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.s3.S3Service.Sizes;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectChangedException;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Uploads and copies in parts, with the smallest parts servers take. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class MultipartTest {
  private static final int PART = 5 << 20;
  private static final byte[] LARGE = Bytes.random(2 * PART + 17);

  private final Store store;
  private final String prefix = StorageKey.random() + "/";
  private final S3Service service;
  private final StorageKey key = StorageKey.random();

  MultipartTest(Kind kind) {
    store = Store.on(kind);
    service = store.service().prefix(prefix).sizes(new Sizes(PART, PART, PART)).build();
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @Test
  void storesInPartsWhatIsLongerThanOne() throws IOException {
    StoredObject stored =
        service.put(PutRequest.of(key, "image/png"), new ByteArrayInputStream(LARGE));
    assertThat(stored.byteSize()).isEqualTo(LARGE.length);
    assertThat(stored.etag()).endsWith("-3");
    assertThat(read(key)).isEqualTo(LARGE);
    StoredObject head = service.head(key).orElseThrow();
    assertThat(head.checksums().crc32c()).isNotNull().isEqualTo(stored.checksums().crc32c());
    assertThat(store.client().headObject(r -> r.bucket(store.bucket()).key(prefix + key)))
        .satisfies(object -> assertThat(object.contentType()).isEqualTo("image/png"));
  }

  @Test
  void bodyAsLongAsPartsHasNoEmptyPart() throws IOException {
    byte[] body = Bytes.random(2 * PART);
    StoredObject stored = service.put(PutRequest.of(key, ""), new ByteArrayInputStream(body));
    assertThat(stored.etag()).endsWith("-2");
    assertThat(read(key)).isEqualTo(body);
    StorageKey one = StorageKey.random();
    byte[] part = Bytes.random(PART);
    assertThat(service.put(PutRequest.of(one, ""), new ByteArrayInputStream(part)).etag())
        .doesNotContain("-");
  }

  @Test
  void failingBodyLeavesNoPart() {
    var failure = new IOException("the body broke");
    assertThatThrownBy(
            () -> service.put(PutRequest.of(key, ""), Bytes.failingAfter(PART + 99, failure)))
        .isSameAs(failure);
    assertNothingLeft();
  }

  @Test
  void wrongChecksumLeavesNoPart() {
    PutRequest request =
        PutRequest.of(key, "").withChecksums(new Checksums(null, "0".repeat(64), null));
    assertThatThrownBy(() -> service.put(request, new ByteArrayInputStream(LARGE)))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("sha256");
    assertNothingLeft();
  }

  @Test
  void wrongLengthLeavesNoPart() {
    for (int wrong : new int[] {-1, 1}) {
      PutRequest request = PutRequest.of(key, "").withLength(LARGE.length + wrong);
      assertThatThrownBy(() -> service.put(request, new ByteArrayInputStream(LARGE)))
          .isInstanceOf(IntegrityException.class);
      assertNothingLeft();
    }
  }

  @Test
  void keyTakenMeanwhileIsRefusedAtTheEnd() throws IOException {
    // The other put comes while the parts are on their way, after the first look.
    var body =
        new ByteArrayInputStream(LARGE) {
          private boolean taken;

          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            if (pos > PART && !taken) {
              taken = true;
              store
                  .client()
                  .putObject(
                      r -> r.bucket(store.bucket()).key(prefix + key),
                      software.amazon.awssdk.core.sync.RequestBody.fromString("first"));
            }
            return super.read(buffer, offset, length);
          }
        };
    assertThatThrownBy(() -> service.put(PutRequest.of(key, ""), body))
        .isInstanceOf(ObjectExistsException.class);
    assertThat(read(key)).isEqualTo("first".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(store.openUploads(prefix)).isEmpty();
  }

  @Test
  void copyInPartsOfAReplacedObjectLeavesNoPart() throws IOException {
    StoredObject seen = service.put(PutRequest.of(key, ""), new ByteArrayInputStream(LARGE));
    byte[] young = Bytes.random(LARGE.length - 5);
    service.put(PutRequest.of(key, "").replacing(), new ByteArrayInputStream(young));
    StorageKey to = StorageKey.random();
    assertThatThrownBy(() -> service.copy(service, seen, PutRequest.of(to, "")))
        .isInstanceOf(ObjectChangedException.class);
    assertThat(service.head(to)).isEmpty();
    assertThat(store.openUploads(prefix)).isEmpty();
  }

  @Test
  void copiesInPartsWhatIsTooLongForOneRequest() throws IOException {
    StoredObject seen = service.put(PutRequest.of(key, ""), new ByteArrayInputStream(LARGE));
    StorageKey to = StorageKey.random();
    Checksums right = new Checksums(null, null, seen.checksums().crc32c());
    StoredObject copy =
        service.copy(
            service, seen, PutRequest.of(to, "").withLength(LARGE.length).withChecksums(right));
    assertThat(copy.etag()).endsWith("-3");
    assertThat(read(to)).isEqualTo(LARGE);
  }

  @Test
  void partsGrowSoThatTenThousandSuffice() {
    int part = 8 << 20;
    assertThat(MultipartPut.sizeOf(1, part, 0)).isEqualTo(part);
    assertThat(MultipartPut.sizeOf(800, part, 0)).isEqualTo(part);
    long total = 0;
    for (int number = 1; number <= MultipartPut.MOST_PARTS; number++) {
      int size = MultipartPut.sizeOf(number, part, 0);
      assertThat((long) size).isLessThanOrEqualTo(Math.max(part, total / 390));
      total += size;
    }
    assertThat(total).isGreaterThan(5L << 40);
    long known = 5L << 40;
    assertThat(MultipartPut.sizeOf(1, part, known) * 10_000L).isBetween(known, known + 10_000);
    assertThat(MultipartPut.sizeOf(1, part, 100L << 20)).isEqualTo(part);
  }

  private void assertNothingLeft() {
    assertThat(service.head(key)).isEmpty();
    assertThat(store.openUploads(prefix)).isEmpty();
  }

  private byte[] read(StorageKey object) throws IOException {
    try (ObjectReader reader = service.open(object)) {
      return reader.body().readAllBytes();
    }
  }
}
