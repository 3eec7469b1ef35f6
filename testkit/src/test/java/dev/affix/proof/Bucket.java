package dev.affix.proof;

import dev.affix.storage.ByteRange;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectChangedException;
import dev.affix.storage.ObjectCopying;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.Presigning;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.MemoryService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps objects in memory as an object store does that clients can reach: presigned puts with what
 * they bind, copies with a condition, entity tags, and no MD5 at hand. As with S3, a presigned put
 * may be sent again while its URL lives, and replaces what is there.
 */
final class Bucket implements StorageService, ObjectListing, ObjectCopying, Presigning {
  private final MemoryService memory = new MemoryService();
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();
  final AtomicInteger copies = new AtomicInteger();
  final AtomicInteger puts = new AtomicInteger();

  /** Run when a copy was asked for and before it is made. */
  volatile Runnable beforeCopy = () -> {};

  /** Run when a copy was made. */
  volatile Runnable afterCopy = () -> {};

  /** A store that copies whatever is there, and looks at neither condition nor checksum. */
  volatile boolean careless;

  private record Grant(PutRequest request, Instant end) {}

  @Override
  public PresignedPut presignPut(PutRequest request, Duration lifetime) {
    request
        .expectedLength()
        .orElseThrow(() -> new IllegalArgumentException("a presigned put needs a length"));
    String url = "https://bucket.example/" + request.key() + "?signature=" + UUID.randomUUID();
    grants.put(url, new Grant(request, Instant.now().plus(lifetime)));
    return new PresignedPut(
        URI.create(url),
        Map.of("Content-Type", request.contentType(), "Content-MD5", md5Of(request)));
  }

  /** What a client that has the URL can do; 403 if the signature does not cover what it sends. */
  int receive(String url, Map<String, String> headers, byte[] bytes) {
    Grant grant = grants.get(url);
    if (grant == null
        || Instant.now().isAfter(grant.end())
        || !grant.request().contentType().equals(headers.get("Content-Type"))
        || !md5Of(grant.request()).equals(headers.get("Content-MD5"))
        || grant.request().expectedLength().getAsLong() != bytes.length) {
      return 403;
    }
    try {
      memory.put(grant.request().replacing(), new ByteArrayInputStream(bytes));
      return 200;
    } catch (IntegrityException e) {
      return 400;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts other bytes under the key, by whatever way. */
  void overwrite(StorageKey key, byte[] bytes) {
    try {
      memory.put(PutRequest.of(key, "x/y").replacing(), new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes(StorageKey key) {
    try (ObjectReader reader = memory.open(key)) {
      return reader.body().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean copiesFrom(StorageService source) {
    return source == this;
  }

  @Override
  public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
    beforeCopy.run();
    copies.incrementAndGet();
    StoredObject now = told(memory.open(seen.key()).object());
    if (!careless && !Objects.equals(now.etag(), seen.etag())) {
      throw new ObjectChangedException(seen.key(), "the bucket");
    }
    PutRequest request = careless ? PutRequest.of(target.key(), target.contentType()) : target;
    try (ObjectReader reader = memory.open(seen.key())) {
      StoredObject copy = told(memory.put(request, reader.body()));
      afterCopy.run();
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public StoredObject put(PutRequest request, InputStream body) throws IOException {
    puts.incrementAndGet();
    return told(memory.put(request, body));
  }

  @Override
  public ObjectReader open(StorageKey key, ByteRange range) {
    ObjectReader reader = memory.open(key, range);
    return new ObjectReader(told(reader.object()), reader.body());
  }

  @Override
  public Optional<StoredObject> head(StorageKey key) {
    return memory.head(key).map(Bucket::told);
  }

  @Override
  public void delete(StorageKey key) {
    memory.delete(key);
  }

  @Override
  public Iterator<StoredObject> list() {
    return memory.list();
  }

  @Override
  public Iterator<StoredObject> listAfter(StorageKey after) {
    return memory.listAfter(after);
  }

  @Override
  public URI presignRead(
      String method,
      StorageKey key,
      String contentType,
      String contentDisposition,
      Duration lifetime) {
    return URI.create("https://bucket.example/" + key + "?signature=" + UUID.randomUUID());
  }

  private static StoredObject told(StoredObject object) {
    return new StoredObject(
        object.key(),
        object.byteSize(),
        Checksums.NONE,
        object.lastModified(),
        object.checksums().crc32c());
  }

  private static String md5Of(PutRequest request) {
    String hex = Objects.requireNonNull(request.expected().md5());
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
