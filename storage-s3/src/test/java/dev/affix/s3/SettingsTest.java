package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.storage.Checksums;
import dev.affix.storage.ObjectOptions;
import dev.affix.storage.Presigning.PresignedPut;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every request that makes an object says of how to keep and to serve it. */
class SettingsTest {
  private static final int PART = 5 << 20;
  private static final PutRequest REQUEST =
      PutRequest.of(StorageKey.of("abcdefgh"), "image/png").replacing();
  private static final String[] SETTINGS = {
    "content-type: image/png",
    "x-amz-server-side-encryption: aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id: key-1",
    "x-amz-storage-class: standard_ia",
    "cache-control: public, max-age=60",
    "content-disposition: attachment"
  };

  @Test
  void putSaysThem() throws IOException {
    assertSaid("PUT", service -> () -> service.put(REQUEST, Bytes.text("body")));
  }

  @Test
  void uploadInPartsSaysThem() throws IOException {
    assertSaid(
        "POST",
        service -> () -> service.put(REQUEST, new ByteArrayInputStream(Bytes.random(PART + 1))));
  }

  @Test
  void copySaysThem() throws IOException {
    StoredObject seen =
        new StoredObject(StorageKey.of("seen"), 4, Checksums.NONE, Instant.EPOCH, "x");
    assertSaid("PUT", service -> () -> service.copy(service, seen, REQUEST));
  }

  @Test
  void encryptionWithTheStoresOwnKeysIsSaid() throws IOException {
    try (CannedStore store = new CannedStore(CannedStore.refusing(403, "AccessDenied"));
        S3Service service = FaultsTest.builder(store.endpoint()).encrypted().build()) {
      assertThatThrownBy(() -> service.put(REQUEST, Bytes.text("body")))
          .isInstanceOf(StorageException.class);
      assertThat(store.requests().getFirst().toLowerCase(Locale.ROOT))
          .contains("x-amz-server-side-encryption: aes256\r\n")
          .doesNotContain("kms");
    }
  }

  @Test
  void presignedPutBindsThem() throws IOException {
    try (CannedStore store = new CannedStore(CannedStore.refusing(403, "AccessDenied"));
        S3Service service = serviceOn(store)) {
      PresignedPut put = service.presignPut(REQUEST.withLength(4), Duration.ofMinutes(1));
      assertThat(
              put.headers().entrySet().stream()
                  .map(header ->
                      (header.getKey() + ": " + header.getValue()).toLowerCase(Locale.ROOT)))
          .contains(SETTINGS);
      assertThat(put.url().getQuery()).contains("x-amz-storage-class");
    }
  }

  @Test
  void optionsOfAnObjectComeBeforeThoseOfTheService() throws IOException {
    PutRequest request =
        REQUEST.withOptions(new ObjectOptions("no-store", "inline", "GLACIER_IR", "key-2"));
    StoredObject seen =
        new StoredObject(StorageKey.of("seen"), 4, Checksums.NONE, Instant.EPOCH, "x");
    try (CannedStore store = new CannedStore(CannedStore.refusing(403, "AccessDenied"));
        S3Service service = serviceOn(store)) {
      List<ThrowingCallable> calls =
          List.of(
              () -> service.put(request, Bytes.text("body")),
              () -> service.put(request, new ByteArrayInputStream(Bytes.random(PART + 1))),
              () -> service.copy(service, seen, request));
      for (ThrowingCallable call : calls) {
        assertThatThrownBy(call).isInstanceOf(StorageException.class);
      }
      assertThat(store.requests())
          .hasSize(3)
          .allSatisfy(head ->
              assertThat(head.toLowerCase(Locale.ROOT).lines())
                  .contains(
                      "cache-control: no-store",
                      "content-disposition: inline",
                      "x-amz-storage-class: glacier_ir",
                      "x-amz-server-side-encryption: aws:kms",
                      "x-amz-server-side-encryption-aws-kms-key-id: key-2"));
      assertThat(service.presignPut(request.withLength(4), Duration.ofMinutes(1)).headers())
          .containsEntry("cache-control", "no-store")
          .containsEntry("x-amz-storage-class", "GLACIER_IR");
    }
  }

  @Test
  void whatAnObjectDoesNotSayIsAsTheServiceHasIt() {
    var usual = new ObjectSettings("aws:kms", "key-1", "STANDARD_IA", "private", "attachment");
    assertThat(usual.with(ObjectOptions.NONE)).isEqualTo(usual);
    assertThat(usual.with(new ObjectOptions("no-store", "", "", "")))
        .isEqualTo(new ObjectSettings("aws:kms", "key-1", "STANDARD_IA", "no-store", "attachment"));
    assertThat(usual.with(new ObjectOptions("", "", "", "AES256")))
        .isEqualTo(new ObjectSettings("AES256", null, "STANDARD_IA", "private", "attachment"));
  }

  private interface Call {
    ThrowingCallable on(S3Service service);
  }

  /** That the store refuses does not matter: its first request is looked at. */
  private static void assertSaid(String method, Call call) throws IOException {
    try (CannedStore store = new CannedStore(CannedStore.refusing(403, "AccessDenied"));
        S3Service service = serviceOn(store)) {
      assertThatThrownBy(call.on(service)).isInstanceOf(StorageException.class);
      String request = store.requests().getFirst();
      assertThat(request).startsWith(method + " ");
      assertThat(request.toLowerCase(Locale.ROOT).lines()).contains(SETTINGS);
    }
  }

  private static S3Service serviceOn(CannedStore store) {
    return FaultsTest.builder(store.endpoint())
        .encryptedBy("key-1")
        .storageClass("STANDARD_IA")
        .cacheControl("public, max-age=60")
        .contentDisposition("attachment")
        .build();
  }
}
