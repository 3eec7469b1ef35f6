package dev.affix.s3;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.s3.S3TestServer;
import dev.affix.testkit.s3.S3TestServer.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Two buckets on a test server, shared by the tests of a JVM; each test takes a prefix in them. */
final class Store {
  /** What the doctor says of both servers; see {@link DoctorTest}. */
  static final S3Profile PROFILE =
      S3Profile.of(Feature.CRC32C, Feature.EXCLUSIVE_PUT, Feature.EXCLUSIVE_UPLOAD);

  private static final Map<Kind, Store> SHARED = new ConcurrentHashMap<>();

  private final S3TestServer server;
  private final S3Client client;
  private final S3Client shared;
  private final S3Service plain;
  private final String bucket;
  private final String other;

  private Store(S3TestServer server) {
    this.server = server;
    this.client =
        S3Client.builder()
            .region(Region.of(server.region()))
            .endpointOverride(server.endpoint())
            .credentialsProvider(credentials(server.accessKey(), server.secretKey()))
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
    this.shared = clientAsOfAService();
    this.bucket = server.newBucket();
    this.other = server.newBucket();
    this.plain = bare().bucket(bucket).environment("plain").build();
    client.createBucket(r -> r.bucket(bucket));
    client.createBucket(r -> r.bucket(other));
    if (server.kind() == Kind.RUNNING) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::removeBuckets));
    }
  }

  static Store on(Kind kind) {
    return SHARED.computeIfAbsent(kind, k -> new Store(k.open()));
  }

  static AwsCredentialsProvider credentials(String key, String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret));
  }

  S3TestServer server() {
    return server;
  }

  /** A client with the SDK's own settings. */
  S3Client client() {
    return client;
  }

  String bucket() {
    return bucket;
  }

  /** The bucket beside. */
  String other() {
    return other;
  }

  /** Below a prefix that nobody has used, with a client that all such services share. */
  S3ServiceBuilder service() {
    return S3Service.builder(shared)
        .bucket(bucket)
        .environment(StorageKey.random().value())
        .profile(PROFILE);
  }

  /** With a client of its own, without a place. */
  S3ServiceBuilder bare() {
    return S3Service.builder()
        .region(Region.of(server.region()))
        .endpoint(server.endpoint())
        .pathStyle()
        .credentials(credentials(server.accessKey(), server.secretKey()));
  }

  /** As somebody gets it who names nothing but the place: with its own client and profile. */
  S3Service plain() {
    return plain;
  }

  /** Uploads in parts that were begun below the prefix and are not ended. */
  List<MultipartUpload> openUploads(String prefix) {
    return client.listMultipartUploads(r -> r.bucket(bucket)).uploads().stream()
        .filter(upload -> upload.key().startsWith(prefix))
        .toList();
  }

  private S3Client clientAsOfAService() {
    var own = new OwnClient();
    own.region = Region.of(server.region());
    own.endpoint = server.endpoint();
    own.credentials = credentials(server.accessKey(), server.secretKey());
    own.pathStyle = true;
    return own.build(PROFILE, Duration.ofSeconds(30));
  }

  private void removeBuckets() {
    for (String name : List.of(bucket, other)) {
      client
          .listObjectsV2Paginator(r -> r.bucket(name))
          .contents()
          .forEach(object -> client.deleteObject(r -> r.bucket(name).key(object.key())));
      client.deleteBucket(r -> r.bucket(name));
    }
  }
}
