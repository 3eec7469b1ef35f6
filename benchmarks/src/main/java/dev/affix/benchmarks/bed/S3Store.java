package dev.affix.benchmarks.bed;

import dev.affix.s3.S3Profile;
import dev.affix.s3.S3Service;
import dev.affix.s3.S3ServiceBuilder;
import dev.affix.testkit.s3.S3TestServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket on an S3 server, as Affix sees it and as the SDK does: that of {@code AFFIX_S3_ENDPOINT}
 * and its companions, or a server started by the run.
 *
 * @param address where it is and who may write there
 * @param bucket its name
 * @param client the SDK's, with its defaults but for checksums, which not every store takes
 */
public record S3Store(Address address, String bucket, S3Client client) implements AutoCloseable {

  /** What another process needs to find the store. */
  public record Address(URI endpoint, String region, String key, String secret) {
    /** As {@link #of(List)} reads them. */
    public List<String> words() {
      return List.of(endpoint.toString(), region, key, secret);
    }

    static Address of(List<String> words) {
      return new Address(URI.create(words.get(0)), words.get(1), words.get(2), words.get(3));
    }
  }

  /** A bucket of its own, or {@code AFFIX_S3_BUCKET}. */
  public static S3Store open() {
    S3TestServer.Kind kind =
        System.getenv("AFFIX_S3_ENDPOINT") == null
            ? S3TestServer.Kind.S3PROXY
            : S3TestServer.Kind.RUNNING;
    S3TestServer server = kind.open();
    var address =
        new Address(server.endpoint(), server.region(), server.accessKey(), server.secretKey());
    String given = System.getenv("AFFIX_S3_BUCKET");
    S3Store store = join(address, Objects.requireNonNullElseGet(given, server::newBucket));
    if (given == null) {
      store.client.createBucket(r -> r.bucket(store.bucket));
    }
    return store;
  }

  /** The store that {@link #words()} speak of. */
  public static S3Store of(List<String> words) {
    return join(Address.of(words.subList(0, 4)), words.get(4));
  }

  private static S3Store join(Address address, String bucket) {
    return join(address, bucket, Duration.ZERO);
  }

  /** The same bucket by a client whose requests take that much longer to get there. */
  public S3Store far(Duration away) {
    return join(address, bucket, away);
  }

  private static S3Store join(Address address, String bucket, Duration away) {
    S3Client client =
        S3Client.builder()
            .overrideConfiguration(settings -> {
              if (away.isPositive()) {
                settings.addExecutionInterceptor(new Distance(away));
              }
            })
            .endpointOverride(address.endpoint())
            .region(Region.of(address.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(address.key(), address.secret())))
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(Apache5HttpClient.builder().maxConnections(64))
            .build();
    return new S3Store(address, bucket, client);
  }

  /** Holds back every request, as a network does. */
  private record Distance(Duration away) implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(
        Context.BeforeTransmission request, ExecutionAttributes attributes) {
      try {
        Thread.sleep(away);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted on the way to the store", e);
      }
    }
  }

  /** Address and bucket, for the command line of another process. */
  public List<String> words() {
    return List.of(
        address.endpoint().toString(), address.region(), address.key(), address.secret(), bucket);
  }

  /**
   * A service below that prefix, through the same client, with the profile that the doctor
   * recommends.
   */
  public S3Service service(String prefix) {
    S3Profile profile;
    try (S3Service tried = service(prefix, S3Profile.COMPATIBLE)) {
      profile = tried.doctor().recommended();
    }
    return service(prefix, profile);
  }

  /** A service below that prefix, with this profile. */
  public S3Service service(String prefix, S3Profile profile) {
    return S3Service.builder(client)
        .bucket(bucket)
        .prefix(prefix)
        .profile(profile)
        .callLimit(Duration.ofSeconds(60))
        .build();
  }

  /** Begins a service with a client of its own that goes to another address, a proxy's. */
  public S3ServiceBuilder through(URI proxy) {
    return S3Service.builder()
        .endpoint(proxy)
        .region(Region.of(address.region()))
        .credentials(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(address.key(), address.secret())))
        .pathStyle();
  }

  /** Puts bytes past Affix. */
  public void put(String name, byte[] bytes) {
    client.putObject(r -> r.bucket(bucket).key(name), RequestBody.fromBytes(bytes));
  }

  /** The bytes of an object, read past Affix. */
  public byte[] read(String name) {
    return client.getObjectAsBytes(r -> r.bucket(bucket).key(name)).asByteArrayUnsafe();
  }

  /** Names below a prefix, without it, and lengths; asked past Affix. */
  public Map<String, Long> sizes(String prefix) {
    Map<String, Long> sizes = new HashMap<>();
    for (S3Object object :
        client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents()) {
      sizes.put(object.key().substring(prefix.length()), object.size());
    }
    return sizes;
  }

  /** Uploads in parts that nobody ended, below a prefix. */
  public List<MultipartUpload> unfinished(String prefix) {
    return client.listMultipartUploads(r -> r.bucket(bucket).prefix(prefix)).uploads();
  }

  @Override
  public void close() {
    client.close();
  }
}
