package dev.affix.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.DirectUploadLimits;
import dev.affix.DirectUploads;
import dev.affix.StagedBlob;
import dev.affix.UploadRejectedException;
import dev.affix.proof.Uploader.Begun;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.database.TestDatabase;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Uploads to a store that clients reach by themselves: what its URL allows, and what becomes of an
 * object that its sender can overwrite at any moment.
 */
@ParameterizedClass
@MethodSource("databases")
class PresignedUploadTest {
  private static final String ANN = "user 7";
  private static final byte[] PNG = Pictures.bytes("a");
  private static final byte[] OTHER = Arrays.copyOf(Pictures.bytes("b"), PNG.length);
  private static final byte[] PAGE =
      Arrays.copyOf("<!doctype html><script>alert(1)</script>".getBytes(UTF_8), PNG.length);

  private final TestDatabase.Kind kind;
  private final Bucket bucket = new Bucket();
  private Unit unit;
  private DirectUploads uploads;
  private Begun begun;

  PresignedUploadTest(TestDatabase.Kind kind) {
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
            10,
            (builder, made) ->
                builder
                    .service("bucket", bucket)
                    .defaultService("bucket")
                    .directUploads(Uploader.BASE, DirectUploadLimits.DEFAULTS),
            Pseud.class);
    uploads = unit.affix().directUploads();
    URI endpoint = uploads.endpoint(Pseud.class, "icon", ANN);
    begun = new Uploader(uploads).begin(endpoint, "a.png", "image/png", PNG);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void theBytesGoToTheStoreAndAreCopiedThere() {
    assertThat(begun.url()).startsWith("https://bucket.example/staging/");
    assertThat(begun.headers()).containsEntry("Content-Type", "image/png");
    assertThat(bucket.receive(begun.url(), begun.headers(), PNG)).isEqualTo(200);
    Long id = unit.pseud("ann");
    StagedBlob staged = accept();
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
    assertThat(bucket.copies).hasValue(1);
    assertThat(bucket.puts).hasValue(0);
    assertThat(bucket.bytes(attachedKey(id))).isEqualTo(PNG);
    assertThat(unit.rows("affix_blobs where state = 'STORED' and md5 is not null")).isEqualTo(1);
    assertNothingIsLeftBut(1);
  }

  @Test
  void theUrlTakesWhatWasDeclaredAndNothingElse() {
    Map<String, String> page = new LinkedHashMap<>(begun.headers());
    page.put("Content-Type", "text/html");
    assertThat(bucket.receive(begun.url(), page, PNG)).isEqualTo(403);
    assertThat(bucket.receive(begun.url(), Map.of("Content-Type", "image/png"), PNG))
        .isEqualTo(403);
    assertThat(bucket.receive(begun.url(), begun.headers(), new byte[0])).isEqualTo(403);
    assertThat(bucket.receive(begun.url(), begun.headers(), OTHER)).isEqualTo(400);
    assertThatThrownBy(this::accept).hasMessageContaining("has not been uploaded yet");
    assertThat(bucket.receive(begun.url(), begun.headers(), PNG)).isEqualTo(200);
    assertThat(accept().byteSize()).isEqualTo(PNG.length);
  }

  @Test
  void whatIsOverwrittenAfterItWasAcceptedDoesNotReachReaders() {
    bucket.receive(begun.url(), begun.headers(), PNG);
    Long id = unit.pseud("ann");
    StagedBlob staged = accept();
    Unit.eventually(() -> bucket.head(stagingKey()).isEmpty());
    unit.affix().housekeeping();
    // The URL still works, and takes the same bytes again; somebody else's way may take any.
    assertThat(bucket.receive(begun.url(), begun.headers(), PNG)).isEqualTo(200);
    bucket.overwrite(stagingKey(), PAGE);
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
    assertThat(bucket.bytes(attachedKey(id))).isEqualTo(PNG);
    // What was sent after the acceptance has no row, but a note that waits until nobody can send.
    assertThat(unit.affix().audit("bucket").isClean()).isTrue();
    assertNothingIsLeftBut(1);
  }

  @Test
  void whatIsOverwrittenWhileItIsLookedAtIsNotCopied() {
    bucket.receive(begun.url(), begun.headers(), PNG);
    bucket.beforeCopy = () -> bucket.overwrite(stagingKey(), PAGE);
    assertThatThrownBy(this::accept)
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining("once more at this moment");
    bucket.beforeCopy = () -> {};
    bucket.receive(begun.url(), begun.headers(), PNG);
    assertThat(accept().byteSize()).isEqualTo(PNG.length);
    assertNothingIsLeftBut(0);
  }

  /** Even where the store copies what it should not, the copy itself is looked at. */
  @Test
  void theCopyIsVerifiedAndNotTheOriginal() {
    bucket.careless = true;
    bucket.receive(begun.url(), begun.headers(), PNG);
    bucket.beforeCopy = () -> bucket.overwrite(stagingKey(), OTHER);
    bucket.afterCopy = () -> bucket.overwrite(stagingKey(), PNG);
    assertThatThrownBy(this::accept)
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining("other bytes");
    assertNothingIsLeftBut(0);
    assertThat(unit.rows("affix_blobs")).isZero();
  }

  @Test
  void anotherLengthThanDeclaredIsRefused() {
    bucket.overwrite(stagingKey(), Arrays.copyOf(PNG, PNG.length + 1));
    assertThatThrownBy(this::accept)
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining("there is %d bytes".formatted(PNG.length + 1));
    assertNothingIsLeftBut(0);
  }

  @Test
  void anEmptyObjectIsRefused() {
    bucket.overwrite(stagingKey(), new byte[0]);
    assertThatThrownBy(this::accept)
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining("no byte");
    assertNothingIsLeftBut(0);
  }

  private StagedBlob accept() {
    return uploads.accept(begun.signedId(), Pseud.class, "icon", ANN);
  }

  private StorageKey stagingKey() {
    String path = URI.create(begun.url()).getPath();
    return StorageKey.of(path.substring(1));
  }

  private StorageKey attachedKey(Long id) {
    return unit.inTransaction(
        em -> StorageKey.of(em.find(Pseud.class, id).icon().blob().file().storageKey()));
  }

  private void assertNothingIsLeftBut(int objects) {
    unit.runInTransaction(em -> {
      for (String update : List.of("affix_blobs set expires_at", "affix_deletions set due_at")) {
        String column = update.substring(update.lastIndexOf(' ') + 1);
        em.createNativeQuery(
                "update %s = '2020-01-01 00:00:00' where %s is not null".formatted(update, column))
            .executeUpdate();
      }
    });
    unit.settle();
    assertThat(unit.affix().audit("bucket").isClean()).isTrue();
    assertThat(bucket.list())
        .toIterable()
        .hasSize(objects)
        .noneSatisfy(object -> assertThat(object.key().value()).startsWith("staging/"));
  }
}
