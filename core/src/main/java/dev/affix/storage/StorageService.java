package dev.affix.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A place that keeps objects by key. Implementations are safe for use by many threads, virtual ones
 * too, and hold no database connection.
 *
 * <p>Every method throws {@link StorageUnavailableException} when the place cannot be reached or
 * does not answer in time (try again later), and another {@link StorageException} when trying again
 * would not help.
 */
public interface StorageService {

  /**
   * Stores the bytes of {@code body}, reading it once and to its end, in bounded memory whatever
   * its length. The object becomes visible whole or not at all: after an exception nothing is to be
   * seen under a new key, and what was there before a replacement is unchanged.
   *
   * @param body read but not closed
   * @return what was stored, as the service itself counted and hashed it
   * @throws ObjectExistsException if the key is taken and the request does not replace
   * @throws IntegrityException if length or a checksum differs from what the request expects
   * @throws IOException if reading {@code body} failed; passed on as it is
   */
  StoredObject put(PutRequest request, InputStream body) throws IOException;

  /**
   * Opens the object, or the part of it that {@code range} names, for reading. The caller closes
   * it.
   *
   * @throws ObjectNotFoundException if there is no such object
   * @throws RangeNotSatisfiableException if the object is shorter than the range begins
   */
  ObjectReader open(StorageKey key, ByteRange range);

  /** What is stored under the key, without reading it; empty if there is no such object. */
  Optional<StoredObject> head(StorageKey key);

  /** Removes the object. An absent key is not an error, so a deletion can be repeated. */
  void delete(StorageKey key);

  /** Opens the whole object; as {@link #open(StorageKey, ByteRange)} with {@link ByteRange#ALL}. */
  default ObjectReader open(StorageKey key) {
    return open(key, ByteRange.ALL);
  }
}
