package dev.affix.s3;

import dev.affix.storage.Checksums;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A listing, page by page. Names that are no keys are left out.
 *
 * <p>Some stores list in the order of UTF-16, which differs from that of bytes where characters
 * beyond U+FFFF meet those from U+E000 on. A page is therefore put into the order of bytes, a
 * listing starts before the first such character of the key it is to start after, and one whose
 * pages still do not follow each other fails rather than to leave something out.
 *
 * <p>Names are asked for as they are and not URL-encoded: LocalStack compares the encoded names
 * with a plain {@code start-after} and loses some.
 */
final class Pages implements Iterator<StoredObject> {
  private final Bucket bucket;
  private final ListObjectsV2Request first;
  private final @Nullable StorageKey after;
  private @Nullable StorageKey last;
  private @Nullable String continuation;
  private boolean started;
  private Iterator<StoredObject> page = List.<StoredObject>of().iterator();

  /**
   * @param after null for everything
   */
  Pages(Bucket bucket, @Nullable StorageKey after, int pageSize) {
    this.bucket = bucket;
    this.after = after;
    String start = after == null ? "" : plainStartOf(after.value());
    this.first =
        ListObjectsV2Request.builder()
            .bucket(bucket.name())
            .prefix(bucket.prefix().isEmpty() ? null : bucket.prefix())
            .startAfter(start.isEmpty() ? null : bucket.prefix() + start)
            .maxKeys(pageSize)
            .build();
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && (!started || continuation != null)) {
      page = nextPage().iterator();
    }
    return page.hasNext();
  }

  @Override
  public StoredObject next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }

  /** What comes before the first character that UTF-16 and UTF-8 order differently. */
  private static String plainStartOf(String key) {
    int end = 0;
    while (end < key.length() && key.charAt(end) < Character.MIN_SURROGATE) {
      end++;
    }
    return key.substring(0, end);
  }

  private List<StoredObject> nextPage() {
    // Each page is a call of its own, with its own time.
    ListObjectsV2Request request =
        first.toBuilder()
            .continuationToken(continuation)
            .overrideConfiguration(bucket.limits().whole())
            .build();
    ListObjectsV2Response response =
        bucket.call("Listing", () -> bucket.client().listObjectsV2(request));
    started = true;
    continuation = nextOf(response);
    List<StoredObject> objects = objectsOf(response);
    if (!objects.isEmpty()) {
      StorageKey before = last;
      StorageKey next = objects.getFirst().key();
      if (before != null && next.compareTo(before) <= 0) {
        throw outOfOrder(next, before);
      }
      last = objects.getLast().key();
    }
    return objects;
  }

  private @Nullable String nextOf(ListObjectsV2Response response) {
    if (!Boolean.TRUE.equals(response.isTruncated())) {
      return null;
    }
    String token = response.nextContinuationToken();
    if (token == null || token.isEmpty()) {
      throw new StorageException(
          "Listing "
              + bucket
              + " failed: the store says that there is more, but not where it goes on; it must know"
              + " continuation tokens");
    }
    return token;
  }

  private List<StoredObject> objectsOf(ListObjectsV2Response response) {
    List<StoredObject> objects = new ArrayList<>();
    for (S3Object object : response.contents()) {
      Optional<StorageKey> key = bucket.keyOf(object.key());
      key.filter(k -> after == null || k.compareTo(after) > 0)
          .ifPresent(k ->
              objects.add(
                  new StoredObject(
                      k,
                      object.size(),
                      Checksums.NONE,
                      object.lastModified(),
                      Digests.unquoted(object.eTag()))));
    }
    objects.sort(Comparator.comparing(StoredObject::key));
    return objects;
  }

  private StorageException outOfOrder(StorageKey key, StorageKey bound) {
    return new StorageException(
        "Listing "
            + bucket
            + " failed: the store gave \""
            + key
            + "\" on a page after \""
            + bound
            + "\", so it does not list in byte order. Keep keys without characters beyond U+FFFF");
  }
}
