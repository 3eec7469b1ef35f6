package dev.affix.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.storage.StorageKey;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Credentials belong to whoever made them, as those do that are renewed in the background. */
class BorrowedTest {
  private final Store store = Store.on(Kind.S3PROXY);
  private final StorageKey key = StorageKey.random();

  /** One that is of no use any longer once it is closed, as those of STS are. */
  private static final class Renewed implements AwsCredentialsProvider, SdkAutoCloseable {
    private final AwsCredentials credentials;
    private final AtomicBoolean closed = new AtomicBoolean();

    Renewed(Store store) {
      credentials =
          AwsBasicCredentials.create(store.server().accessKey(), store.server().secretKey());
    }

    @Override
    public AwsCredentials resolveCredentials() {
      if (closed.get()) {
        throw new IllegalStateException("closed");
      }
      return credentials;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  @Test
  void credentialsOfAGivenClientStayOpen() {
    try (var credentials = new Renewed(store);
        S3Client client = clientWith(credentials)) {
      S3Service service = serviceOf(S3Service.builder(client));
      assertThat(service.presignRead("GET", key, "", "", Duration.ofMinutes(1))).isNotNull();
      service.close();
      assertThat(credentials.closed).isFalse();
      assertThat(serviceOf(S3Service.builder(client)).head(key)).isEmpty();
    }
  }

  @Test
  void credentialsGivenToSeveralServicesOutliveEachOfThem() {
    try (var credentials = new Renewed(store);
        S3Service other = serviceOf(store.bare().credentials(credentials))) {
      S3Service one = serviceOf(store.bare().credentials(credentials));
      assertThat(one.copiesFrom(other)).isTrue();
      one.close();
      assertThat(credentials.closed).isFalse();
      assertThat(other.head(key)).isEmpty();
    }
  }

  private S3Service serviceOf(S3ServiceBuilder builder) {
    return builder.bucket(store.bucket()).environment("test").profile(Store.PROFILE).build();
  }

  private S3Client clientWith(AwsCredentialsProvider credentials) {
    return S3Client.builder()
        .region(Region.of(store.server().region()))
        .endpointOverride(store.server().endpoint())
        .credentialsProvider(credentials)
        .forcePathStyle(true)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }
}
