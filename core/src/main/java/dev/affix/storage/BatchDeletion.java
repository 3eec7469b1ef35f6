package dev.affix.storage;

import java.util.Collection;
import java.util.Map;

/** Capability: a service that removes many objects in one request. */
public interface BatchDeletion {

  /**
   * Removes exactly these objects; absent keys are no error. In as few requests as the service
   * allows.
   *
   * @return what could not be removed and why; empty if all are gone
   * @throws StorageUnavailableException if the service cannot be reached; some may be gone
   */
  Map<StorageKey, StorageException> deleteAll(Collection<StorageKey> keys);
}
