package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.InvalidStorageKeyException;
import dev.affix.storage.StorageKey;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What needs no server. */
class ProfileAndBuilderTest {
  private static final String SECRET = "a-secret-that-nobody-may-see";

  @ParameterizedTest
  @ValueSource(strings = {"aws", "compatible", "crc32c", "crc32c+exclusive-put+exclusive-upload"})
  void profilesAreSpelled(String text) {
    assertThat(S3Profile.parse(text)).hasToString(text);
  }

  @Test
  void profilesAreComparedByWhatTheyHave() {
    assertThat(S3Profile.parse("exclusive-put+crc32c"))
        .isEqualTo(S3Profile.of(Feature.CRC32C, Feature.EXCLUSIVE_PUT))
        .hasToString("crc32c+exclusive-put");
    assertThat(S3Profile.of(Feature.values())).isEqualTo(S3Profile.AWS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3Profile.parse("crc32c+minio"))
        .withMessageContaining("\"minio\"");
  }

  @Test
  void placeMustBeSaid() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().environment("test").build())
        .withMessageContaining("bucket(..)");
    assertThatIllegalStateException()
        .isThrownBy(() -> builder().bucket("icons").build())
        .withMessageContaining("noPrefix()");
    assertThatIllegalArgumentException().isThrownBy(() -> builder().prefix(""));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().environment("a/b"));
  }

  @Test
  void optionsOfTheClientAreRefusedWithAGivenOne() {
    try (S3Client client = S3Client.builder().region(Region.EU_WEST_1).build()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> S3Service.builder(client).maxConnections(4))
          .withMessageContaining("maxConnections");
    }
  }

  @Test
  void nonsenseIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder().callLimit(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().partSize(1 << 20));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().maxConnections(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder().attempts(0));
  }

  @Test
  void publicUrlsNameTheObject() {
    StorageKey key = StorageKey.of("a b/ä+c.png");
    try (S3Service own = builder().bucket("icons").environment("test").publicUrls().build()) {
      assertThat(own.publicUrl(key))
          .hasToString("https://icons.s3.eu-west-1.amazonaws.com/test/a%20b/%C3%A4%2Bc.png");
    }
    try (S3Service front =
        builder().bucket("icons").noPrefix().publicUrls(URI.create("https://cdn.test/f")).build()) {
      assertThat(front.publicUrl(key)).hasToString("https://cdn.test/f/a%20b/%C3%A4%2Bc.png");
    }
    try (S3Service path = builder().bucket("icons").noPrefix().pathStyle().publicUrls().build()) {
      assertThat(path.publicUrl(StorageKey.of("k")))
          .hasToString("https://s3.eu-west-1.amazonaws.com/icons/k");
    }
    try (S3Service none = builder().bucket("icons").noPrefix().build()) {
      assertThatIllegalStateException().isThrownBy(() -> none.publicUrl(key));
    }
  }

  @Test
  void keysThatAListingCannotCarryAreRefused() {
    try (S3Service service = builder().bucket("icons").noPrefix().build()) {
      assertThatThrownBy(() -> service.head(StorageKey.of("a\uFFFE")))
          .isInstanceOf(InvalidStorageKeyException.class);
    }
  }

  @Test
  void textSaysThePlaceAndNoSecret() {
    try (S3Service service = builder().bucket("icons").environment("test").build()) {
      assertThat(service.toString())
          .isEqualTo("S3Service(bucket \"icons\" below \"test/\")")
          .doesNotContain(SECRET);
    }
  }

  private static S3ServiceBuilder builder() {
    return S3Service.builder()
        .region(Region.EU_WEST_1)
        .credentials(Store.credentials("some-key", SECRET));
  }
}
