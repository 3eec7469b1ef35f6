package dev.affix.storage;

import java.time.Instant;

/**
 * What a service says of an object it keeps.
 *
 * @param key its name
 * @param byteSize its length in bytes
 * @param checksums those the service has at hand without reading the object; often none
 * @param lastModified when it was written, by the service's clock
 */
public record StoredObject(
    StorageKey key, long byteSize, Checksums checksums, Instant lastModified) {}
