package dev.affix.s3;

import dev.affix.s3.S3Profile.Feature;
import dev.affix.storage.BatchDeletion;
import dev.affix.storage.ByteRange;
import dev.affix.storage.EnvironmentAware;
import dev.affix.storage.ObjectCopying;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.Presigning;
import dev.affix.storage.PutRequest;
import dev.affix.storage.PutRequest.Existing;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Keeps objects in a bucket of Amazon S3 or of a store that speaks its protocol, below a prefix
 * that keeps environments apart. An object's name is the prefix and its key.
 *
 * <p>Bodies up to the part size are sent by one request, longer ones and those of unknown length in
 * parts, one of which is in memory at a time; an upload that fails leaves no part. Every body goes
 * with a checksum that the store compares. What a store can do beyond that, its {@link S3Profile}
 * says. Names that are no storage keys are no objects of the service.
 *
 * <p>Every call ends within the call limit, with all requests that it needs and their repetitions;
 * one that moves bytes is given a second more for every 4 MiB, and a put in parts for every 256
 * KiB. The time that the caller's own body takes to be read does not count. The body of a reader
 * has the call limit, too, and a second more for every 256 KiB, of waiting for the store. Each page
 * of a listing and each thousand objects deleted at once count as a call. When a store did what it
 * was asked but its answer was lost, the service finds out and does not report a failure. After a
 * {@link dev.affix.storage.StorageUnavailableException} a request that is still on its way may take
 * effect yet.
 *
 * <p>Safe for use by many threads. Close it when it is not used any longer; a client that it was
 * given stays open.
 */
public final class S3Service
    implements StorageService,
        ObjectListing,
        ObjectCopying,
        BatchDeletion,
        Presigning,
        EnvironmentAware,
        AutoCloseable {
  private static final int PAGE = 1000;

  private final Bucket bucket;
  private final Presigner presigner;
  private final Sizes sizes;
  private final @Nullable URI publicBase;
  private final boolean ownsClient;
  private final @Nullable String environment;

  /**
   * Lengths at which other requests begin.
   *
   * @param copy most bytes that one request copies
   */
  record Sizes(int part, long copy, long copyPart) {
    static final Sizes USUAL = new Sizes(8 << 20, 5L << 30, 512L << 20);
  }

  S3Service(
      Bucket bucket,
      Sizes sizes,
      @Nullable URI publicBase,
      boolean ownsClient,
      @Nullable String environment) {
    this.bucket = bucket;
    this.presigner = new Presigner(bucket);
    this.sizes = sizes;
    this.publicBase = publicBase;
    this.ownsClient = ownsClient;
    this.environment = environment;
  }

  /** A service that makes a client of its own, and closes it when it is closed. */
  public static S3ServiceBuilder builder() {
    return new S3ServiceBuilder(null);
  }

  /**
   * A service that uses {@code client} and leaves it open. How often the client repeats, its
   * connections and its limits for connecting and for the first byte stay the client's; the limit
   * for whole calls is the service's. Whether the SDK adds checksums of its own, in trailers that
   * many stores do not understand, is the client's, too: build it with {@code
   * requestChecksumCalculation(WHEN_REQUIRED)} and {@code
   * responseChecksumValidation(WHEN_REQUIRED)}.
   */
  public static S3ServiceBuilder builder(S3Client client) {
    return new S3ServiceBuilder(client);
  }

  @Override
  public StoredObject put(PutRequest request, InputStream body) throws IOException {
    Bucket at = bucket.forCall();
    var checked = new CheckedBody(request, body, at.limits());
    long length = request.expectedLength().orElse(0);
    boolean looked = length > sizes.part;
    refuseTaken(at, request, looked || !at.has(Feature.EXCLUSIVE_PUT));
    checked.readPart(MultipartPut.sizeOf(1, sizes.part, length));
    if (checked.isAtEnd() && checked.length() <= sizes.part) {
      return new SinglePut(at, request).store(checked, checked.verify());
    }
    refuseTaken(at, request, !looked && at.has(Feature.EXCLUSIVE_PUT));
    return new MultipartPut(at, request, sizes.part).store(checked);
  }

  @Override
  public ObjectReader open(StorageKey key, ByteRange range) {
    return new Reads(bucket.forCall()).open(key, range);
  }

  @Override
  public Optional<StoredObject> head(StorageKey key) {
    return Heads.find(bucket.forCall(), key);
  }

  @Override
  public void delete(StorageKey key) {
    new Deletes(bucket.forCall()).delete(key);
  }

  @Override
  public Map<StorageKey, StorageException> deleteAll(Collection<StorageKey> keys) {
    return new Deletes(bucket).deleteAll(keys);
  }

  @Override
  public Iterator<StoredObject> list() {
    return new Pages(bucket, null, PAGE);
  }

  @Override
  public Iterator<StoredObject> listAfter(StorageKey after) {
    return new Pages(bucket, after, PAGE);
  }

  /** As in {@link ObjectListing}, by pages of another length; for what must be small. */
  Iterator<StoredObject> listInPagesOf(int most) {
    return new Pages(bucket, null, most);
  }

  /**
   * Whether {@code source} is on the same store: an S3 service with the same client, or with one of
   * the same endpoint, region and credentials. These credentials must be allowed to read there.
   */
  @Override
  public boolean copiesFrom(StorageService source) {
    return source instanceof S3Service other
        && (other.bucket.client() == bucket.client()
            || storeOf(other.bucket.client()).equals(storeOf(bucket.client())));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of the checksums expected, those are compared that the store tells of the copy, or by its
   * entity tag; if it tells none of them, the copy is read.
   */
  @Override
  public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
    if (!copiesFrom(source) || !(source instanceof S3Service other)) {
      throw new IllegalArgumentException(this + " cannot copy from " + source);
    }
    Bucket at = bucket.forCall();
    return new Copies(at, other.bucket.within(at.limits()), seen, target)
        .copy(sizes.copy, sizes.copyPart);
  }

  /**
   * {@inheritDoc}
   *
   * @param lifetime from one second to seven days; temporary credentials may end sooner
   */
  @Override
  public URI presignRead(
      String method,
      StorageKey key,
      String contentType,
      String contentDisposition,
      Duration lifetime) {
    return presigner.read(method, key, contentType, contentDisposition, lifetime);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Bound are length, content type, MD5 and, where the profile has checksums, CRC-32C or else
   * SHA-256.
   *
   * @param lifetime from one second to seven days; temporary credentials may end sooner
   */
  @Override
  public PresignedPut presignPut(PutRequest request, Duration lifetime) {
    return presigner.put(request, lifetime);
  }

  /**
   * The name given to {@link S3ServiceBuilder#environment}; empty if a prefix was chosen instead.
   */
  @Override
  public Optional<String> environment() {
    return Optional.ofNullable(environment);
  }

  /**
   * The permanent address of an object, for a service whose objects everybody may read.
   *
   * @throws IllegalStateException unless the service was built with public URLs
   */
  public URI publicUrl(StorageKey key) {
    URI base = publicBase;
    if (base == null) {
      throw new IllegalStateException(
          this + " has no public URLs; build it with publicUrls(..), or ask for a signed one");
    }
    return URI.create(base + SdkHttpUtils.urlEncodeIgnoreSlashes(bucket.nameOf(key)));
  }

  /**
   * Tries out, with objects of its own that it removes again, what the store does and does not do,
   * and says which profile fits. For people who set up a service; takes some seconds.
   */
  public DoctorReport doctor() {
    return new Doctor(bucket, this).examine();
  }

  /** Closes the client if the service made it. */
  @Override
  public void close() {
    presigner.close();
    if (ownsClient) {
      bucket.client().close();
    }
  }

  @Override
  public String toString() {
    return "S3Service(" + bucket + ")";
  }

  private static void refuseTaken(Bucket at, PutRequest request, boolean look) {
    if (look && request.existing() == Existing.KEEP && Heads.find(at, request.key()).isPresent()) {
      throw new ObjectExistsException(request.key(), at.toString());
    }
  }

  private record Store(Optional<URI> endpoint, Object region, Object credentials) {}

  private static Store storeOf(S3Client client) {
    S3ServiceClientConfiguration configuration = client.serviceClientConfiguration();
    return new Store(
        configuration.endpointOverride(),
        configuration.region(),
        identityOf(configuration.credentialsProvider()));
  }

  private static Object identityOf(IdentityProvider<? extends AwsCredentialsIdentity> provider) {
    return switch (provider) {
      case Borrowed borrowed -> identityOf(borrowed.lender());
      case StaticCredentialsProvider fixed -> fixed.resolveCredentials();
      // It looks in the same places whoever made it.
      case DefaultCredentialsProvider chain -> chain.getClass();
      default -> provider;
    };
  }
}
