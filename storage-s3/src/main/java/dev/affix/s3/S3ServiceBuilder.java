package dev.affix.s3;

import dev.affix.s3.S3Service.Sizes;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Says where an {@link S3Service} keeps its objects and how it talks to the store. Needed are
 * {@link #bucket} and one of {@link #environment}, {@link #prefix} and {@link #noPrefix}: two
 * environments that share a place by mistake delete each other's files.
 */
public final class S3ServiceBuilder {
  private static final int SMALLEST_PART = 5 << 20;

  private final @Nullable S3Client given;
  private final OwnClient own = new OwnClient();
  private @Nullable String bucket;
  private @Nullable String prefix;
  private @Nullable String environment;
  private @Nullable S3Profile profile;
  private @Nullable String encryption;
  private @Nullable String kmsKey;
  private @Nullable String storageClass;
  private @Nullable String cacheControl;
  private @Nullable String contentDisposition;
  private boolean hasPublicUrls;
  private @Nullable URI publicBase;
  private Duration callLimit = Duration.ofSeconds(30);
  private Sizes sizes = Sizes.USUAL;

  S3ServiceBuilder(@Nullable S3Client given) {
    this.given = given;
  }

  /** The bucket; it must be there. */
  public S3ServiceBuilder bucket(String name) {
    this.bucket = name;
    return this;
  }

  /**
   * Keeps objects below {@code name/}, for example {@code production/}. An Affix that has another
   * environment's name refuses the service.
   */
  public S3ServiceBuilder environment(String name) {
    if (name.isBlank() || name.contains("/")) {
      throw new IllegalArgumentException(
          "name must be a word without slashes, but was \"" + name + "\"");
    }
    prefix(name + "/");
    this.environment = name;
    return this;
  }

  /** What the names of all objects begin with, before the key; nothing is put between. */
  public S3ServiceBuilder prefix(String text) {
    if (text.isEmpty() || text.startsWith("/")) {
      throw new IllegalArgumentException(
          "prefix must not be empty or begin with a slash, but was \""
              + text
              + "\"; noPrefix() says that there is none");
    }
    this.prefix = text;
    this.environment = null;
    return this;
  }

  /** Keeps objects under their bare keys: the whole bucket belongs to this service. */
  public S3ServiceBuilder noPrefix() {
    this.prefix = "";
    this.environment = null;
    return this;
  }

  /**
   * What the store can do; otherwise {@link S3Profile#AWS}, or {@link S3Profile#COMPATIBLE} with an
   * endpoint of one's own.
   */
  public S3ServiceBuilder profile(S3Profile value) {
    this.profile = value;
    return this;
  }

  /** The region of the bucket; otherwise where the SDK finds one. */
  public S3ServiceBuilder region(Region value) {
    ownClient("region").region = value;
    return this;
  }

  /** Another store than Amazon's. */
  public S3ServiceBuilder endpoint(URI value) {
    ownClient("endpoint").endpoint = value;
    return this;
  }

  /** Who signs; otherwise the SDK's chain of environment, profiles and machine roles. */
  public S3ServiceBuilder credentials(AwsCredentialsProvider value) {
    ownClient("credentials").credentials = value;
    return this;
  }

  /** Spells the bucket in the path instead of the host name, as many stores want it. */
  public S3ServiceBuilder pathStyle() {
    ownClient("pathStyle").pathStyle = true;
    return this;
  }

  /** How long connecting may take; 2 seconds unless said. */
  public S3ServiceBuilder connectLimit(Duration value) {
    ownClient("connectLimit").connect = positive("connectLimit", value);
    return this;
  }

  /** How long the store may be silent, before an answer and within it; 10 seconds unless said. */
  public S3ServiceBuilder firstByteLimit(Duration value) {
    ownClient("firstByteLimit").firstByte = positive("firstByteLimit", value);
    return this;
  }

  /** How many calls and open readers there may be at once; 64 unless said. */
  public S3ServiceBuilder maxConnections(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("maxConnections must be positive, but was " + value);
    }
    ownClient("maxConnections").maxConnections = value;
    return this;
  }

  /** How often a request is tried in all while the store is unavailable; 3 unless said. */
  public S3ServiceBuilder attempts(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("attempts must be positive, but was " + value);
    }
    ownClient("attempts").attempts = value;
    return this;
  }

  /**
   * How long a call may take with all its requests and their repetitions, apart from the time for
   * moving bytes; 30 seconds unless said. A reader's body has as much for itself, of waiting for
   * the store.
   */
  public S3ServiceBuilder callLimit(Duration value) {
    this.callLimit = positive("callLimit", value);
    return this;
  }

  /** Lets the store encrypt with keys of its own (SSE-S3, AES256). */
  public S3ServiceBuilder encrypted() {
    this.encryption = "AES256";
    this.kmsKey = null;
    return this;
  }

  /** Lets the store encrypt with this key of its key management (SSE-KMS). */
  public S3ServiceBuilder encryptedBy(String kmsKeyId) {
    this.encryption = "aws:kms";
    this.kmsKey = kmsKeyId;
    return this;
  }

  /** The storage class of new objects, for example {@code STANDARD_IA}. */
  public S3ServiceBuilder storageClass(String value) {
    this.storageClass = value;
    return this;
  }

  /** The header with which the store serves new objects to those who come to it directly. */
  public S3ServiceBuilder cacheControl(String value) {
    this.cacheControl = value;
    return this;
  }

  /** The header with which the store serves new objects, unless a URL says otherwise. */
  public S3ServiceBuilder contentDisposition(String value) {
    this.contentDisposition = value;
    return this;
  }

  /** Everybody may read, at the store itself; the bucket's policy has to say so, too. */
  public S3ServiceBuilder publicUrls() {
    this.hasPublicUrls = true;
    this.publicBase = null;
    return this;
  }

  /**
   * Everybody may read, at {@code base} followed by the object's name: a website or a content
   * delivery network in front of the bucket.
   */
  public S3ServiceBuilder publicUrls(URI base) {
    this.hasPublicUrls = true;
    this.publicBase = base;
    return this;
  }

  /**
   * The length in bytes up to which a body is sent at once, and that of parts; 8 MiB unless said.
   */
  public S3ServiceBuilder partSize(int bytes) {
    if (bytes < SMALLEST_PART) {
      throw new IllegalArgumentException(
          "bytes must be at least 5 MiB, which stores ask of a part, but was " + bytes);
    }
    return sizes(new Sizes(bytes, sizes.copy(), sizes.copyPart()));
  }

  S3ServiceBuilder sizes(Sizes value) {
    this.sizes = value;
    return this;
  }

  /**
   * The service. Nothing is sent, so a store that is down does not keep an application from
   * starting.
   */
  public S3Service build() {
    String name = required(bucket, "bucket(..)");
    String start = required(prefix, "environment(..), prefix(..) or noPrefix()");
    S3Client client = given;
    if (client == null) {
      client = own.build(usedProfile(own.endpoint != null), callLimit);
    }
    S3Profile used =
        usedProfile(client.serviceClientConfiguration().endpointOverride().isPresent());
    var settings =
        new ObjectSettings(encryption, kmsKey, storageClass, cacheControl, contentDisposition);
    return new S3Service(
        new Bucket(client, name, start, used, callLimit, settings),
        sizes,
        hasPublicUrls ? baseOf(client, name) : null,
        given == null,
        environment);
  }

  private S3Profile usedProfile(boolean hasOwnEndpoint) {
    return Objects.requireNonNullElse(
        profile, hasOwnEndpoint ? S3Profile.COMPATIBLE : S3Profile.AWS);
  }

  private URI baseOf(S3Client client, String name) {
    URI base = publicBase;
    if (base == null) {
      String some =
          Presigner.uri(client.utilities().getUrl(r -> r.bucket(name).key("k"))).toString();
      return URI.create(some.substring(0, some.length() - 1));
    }
    return base.toString().endsWith("/") ? base : URI.create(base + "/");
  }

  private OwnClient ownClient(String option) {
    if (given != null) {
      throw new IllegalStateException(
          option + " belongs to the client, which was given; set it there");
    }
    return own;
  }

  private static String required(@Nullable String value, String option) {
    if (value == null) {
      throw new IllegalStateException("an S3Service needs " + option);
    }
    return value;
  }

  private static Duration positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, but was " + value);
    }
    return value;
  }
}
