package dev.affix.s3;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The client that a service makes for itself. */
final class OwnClient {
  @Nullable Region region;
  @Nullable URI endpoint;
  @Nullable AwsCredentialsProvider credentials;
  boolean pathStyle;
  Duration connect = Duration.ofSeconds(2);
  Duration firstByte = Duration.ofSeconds(10);
  int maxConnections = 64;
  int attempts = 3;

  S3Client build(S3Profile profile, Duration callLimit) {
    S3ClientBuilder client =
        S3Client.builder()
            .region(region)
            .endpointOverride(endpoint)
            .credentialsProvider(credentials == null ? null : new Borrowed(credentials))
            .forcePathStyle(pathStyle)
            // The service itself sends a checksum with every body, as a plain header. What the SDK
            // would do by itself, trailers and chunks, many stores do not understand.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s -> s.chunkedEncodingEnabled(false))
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(maxConnections)
                    .connectionTimeout(connect)
                    .connectionAcquisitionTimeout(connect)
                    .socketTimeout(firstByte))
            .overrideConfiguration(o ->
                o.apiCallTimeout(callLimit)
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(attempts)
                            .build()));
    if (!profile.has(S3Profile.Feature.CRC32C)) {
      client.addPlugin(LegacyMd5Plugin.create());
    }
    return client.build();
  }
}
