package dev.affix.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a service says of an object it keeps.
 *
 * @param key its name
 * @param byteSize its length in bytes
 * @param checksums those the service has at hand without reading the object; often none
 * @param lastModified when it was written, by the service's clock
 * @param etag the service's mark of exactly these bytes, as RFC 9110 has it but without quotes;
 *     null where the service keeps none. Compared, never interpreted
 */
public record StoredObject(
    StorageKey key,
    long byteSize,
    Checksums checksums,
    Instant lastModified,
    @Nullable String etag) {

  /** Of a service that keeps no entity tags. */
  public StoredObject(StorageKey key, long byteSize, Checksums checksums, Instant lastModified) {
    this(key, byteSize, checksums, lastModified, null);
  }
}
