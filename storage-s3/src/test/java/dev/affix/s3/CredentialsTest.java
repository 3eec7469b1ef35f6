package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.s3.S3TestServer.Kind;
import org.junit.jupiter.api.Test;

/** On s3proxy, which checks the signature of every request; LocalStack takes any. */
class CredentialsTest {
  private final Store store = Store.on(Kind.S3PROXY);

  @Test
  void wrongSecretIsRefusedAndNotTold() {
    String wrong = "wrong-secret-0123456789";
    try (S3Service service =
        store
            .bare()
            .credentials(Store.credentials(store.server().accessKey(), wrong))
            .bucket(store.bucket())
            .environment("test")
            .profile(Store.PROFILE)
            .build()) {
      assertThatThrownBy(
              () -> service.put(PutRequest.of(StorageKey.random(), ""), Bytes.text("bytes")))
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining("Check the credentials")
          .satisfies(e -> {
            for (Throwable t = e; t != null; t = t.getCause()) {
              assertThat(t.toString()).doesNotContain(wrong);
            }
          });
    }
  }
}
