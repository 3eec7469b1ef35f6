package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AttachmentMappingException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;

/** A bucket of one environment is not used by another. */
class EnvironmentTest {
  @TempDir Path root;
  private final S3Service service = somewhere().environment("staging").build();

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void itIsTheLastThatWasChosen() {
    assertThat(service.environment()).hasValue("staging");
    try (S3Service prefixed = somewhere().environment("staging").prefix("staging/").build();
        S3Service whole = somewhere().environment("staging").noPrefix().build();
        S3Service named = somewhere().noPrefix().environment("test").build()) {
      assertThat(prefixed.environment()).isEmpty();
      assertThat(whole.environment()).isEmpty();
      assertThat(named.environment()).hasValue("test");
    }
  }

  @Test
  void anAffixOfAnotherEnvironmentIsNotBuilt() {
    assertThatThrownBy(() ->
            new Albums(
                root, builder -> builder.environment("production").service("icons", service)))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContaining("\"icons\" was built for environment \"staging\"")
        .hasMessageContaining("\"production\"");
    try (Albums same =
        new Albums(root, builder -> builder.environment("staging").service("icons", service))) {
      assertThat(same.affix().deletions().arePaused()).isFalse();
    }
  }

  private static S3ServiceBuilder somewhere() {
    return S3Service.builder()
        .endpoint(URI.create("http://127.0.0.1:1"))
        .region(Region.US_EAST_1)
        .credentials(Store.credentials("key", "secret"))
        .bucket("icons");
  }
}
