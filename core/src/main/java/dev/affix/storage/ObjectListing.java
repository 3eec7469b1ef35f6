package dev.affix.storage;

import java.util.Iterator;

/**
 * Capability: a service that can name what it keeps.
 *
 * <p>A listing runs in the byte order of keys and in memory that does not grow with the number of
 * objects. Objects written or deleted meanwhile may or may not appear; all others appear once.
 */
public interface ObjectListing {

  /** Every object whose key is greater than {@code after}, in byte order. */
  Iterator<StoredObject> listAfter(StorageKey after);

  /** Every object, in byte order. */
  Iterator<StoredObject> list();

  /**
   * Every object whose key is greater than {@code after} and not greater than {@code last}, in byte
   * order, so that a large service can be listed in parts at the same time.
   */
  default Iterator<StoredObject> listBetween(StorageKey after, StorageKey last) {
    return new ListingUpTo(listAfter(after), last);
  }
}
