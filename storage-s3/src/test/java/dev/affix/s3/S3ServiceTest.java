package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What an S3 service does beyond the contracts. */
@ParameterizedClass(name = "{0}")
@MethodSource("kinds")
class S3ServiceTest {
  private final Store store;
  private final StorageKey key = StorageKey.random();

  S3ServiceTest(Kind kind) {
    store = Store.on(kind);
  }

  static List<Kind> kinds() {
    return S3TestServer.kinds();
  }

  @Test
  void environmentsDoNotSeeEachOther() throws IOException {
    S3Service staging = store.service().build();
    S3Service production = store.service().build();
    staging.put(PutRequest.of(key, ""), Bytes.text("staging"));
    assertThat(production.head(key)).isEmpty();
    assertThat(production.list().hasNext()).isFalse();
    production.delete(key);
    production.deleteAll(List.of(key));
    assertThat(staging.head(key)).isPresent();
  }

  @Test
  void objectsHaveTheSettingsOfTheService() throws IOException {
    String prefix = StorageKey.random() + "/";
    S3Service service =
        store
            .service()
            .prefix(prefix)
            .cacheControl("public, max-age=60")
            .contentDisposition("attachment")
            .build();
    service.put(PutRequest.of(key, "image/png"), Bytes.text("bytes"));
    StorageKey copy = StorageKey.random();
    service.copy(service, service.head(key).orElseThrow(), PutRequest.of(copy, "image/gif"));
    for (StorageKey one : List.of(key, copy)) {
      HeadObjectResponse head =
          store.client().headObject(r -> r.bucket(store.bucket()).key(prefix + one));
      assertThat(head.cacheControl()).isEqualTo("public, max-age=60");
      assertThat(head.contentDisposition()).isEqualTo("attachment");
      assertThat(head.contentType()).isEqualTo(one.equals(key) ? "image/png" : "image/gif");
    }
  }

  @Test
  void missingBucketIsNotAMissingObject() {
    S3Service service = store.service().bucket("affix-no-such-bucket").build();
    List<ThrowingCallable> calls =
        List.of(
            () -> service.head(key),
            () -> service.open(key).close(),
            () -> service.put(PutRequest.of(key, ""), Bytes.text("bytes")),
            () -> service.list().hasNext());
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining("affix-no-such-bucket")
          .hasMessageContaining("Make the bucket");
    }
  }

  @Test
  void listsPageByPageAndLeavesOutWhatIsNoKey() throws IOException {
    String prefix = StorageKey.random() + "/";
    S3Service service = store.service().prefix(prefix).build();
    List<StorageKey> keys = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      keys.add(StorageKey.random());
      service.put(PutRequest.of(keys.getLast(), ""), Bytes.text("x"));
    }
    store
        .client()
        .putObject(
            r -> r.bucket(store.bucket()).key(prefix + "a\\b"),
            software.amazon.awssdk.core.sync.RequestBody.fromString("foreign"));
    Collections.sort(keys);
    assertThat(service.listInPagesOf(2))
        .toIterable()
        .extracting(StoredObject::key)
        .containsExactlyElementsOf(keys);
  }

  @Test
  void readersThatAreNotClosedUseUpTheConnections() throws IOException {
    try (S3Service service =
        store
            .bare()
            .bucket(store.bucket())
            .environment(StorageKey.random().value())
            .profile(Store.PROFILE)
            .maxConnections(1)
            .build()) {
      service.put(PutRequest.of(key, ""), Bytes.text("bytes"));
      try (var reader = service.open(key)) {
        assertThat(reader.object().byteSize()).isEqualTo(5);
        assertThatThrownBy(() -> service.head(key))
            .isInstanceOf(StorageUnavailableException.class)
            .hasMessageContaining("maxConnections");
      }
      assertThat(service.head(key)).isPresent();
    }
  }

  @Test
  void servicesOfOneStoreCopyFromEachOther() {
    S3Service one = store.service().build();
    assertThat(one.copiesFrom(store.service().bucket(store.other()).build())).isTrue();
    try (S3Service alike = store.bare().bucket(store.other()).noPrefix().build();
        S3Service foreign =
            store
                .bare()
                .credentials(Store.credentials("somebody", "else"))
                .bucket(store.other())
                .noPrefix()
                .build()) {
      assertThat(one.copiesFrom(alike)).isTrue();
      assertThat(one.copiesFrom(foreign)).isFalse();
    }
  }

  @Test
  void givenClientStaysOpen() throws IOException {
    S3Service service = store.service().build();
    service.close();
    assertThat(store.service().build().head(key)).isEmpty();
  }
}
