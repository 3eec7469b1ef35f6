package dev.affix.storage;

/**
 * Capability: a service that copies objects by itself, so that no byte passes through this process.
 */
public interface ObjectCopying {

  /** Whether objects of {@code source} can be copied here; always true of the service itself. */
  boolean copiesFrom(StorageService source);

  /**
   * Copies an object as it was seen, whole or not at all, whatever its size. The copy has the
   * content type of {@code target}, and not what else the source said of it.
   *
   * @param seen the object as {@code head} or a listing of {@code source} told it; if its bytes
   *     were replaced since, nothing is copied
   * @param target key and content type of the copy, expected length and checksums
   * @return the copy, as this service told it
   * @throws ObjectNotFoundException if the source has no such object
   * @throws ObjectChangedException if the source has other bytes there by now
   * @throws ObjectExistsException if the key is taken and the request does not replace
   * @throws IntegrityException if the copy is not what the request expects; it is removed again
   * @throws IllegalArgumentException unless {@link #copiesFrom}
   */
  StoredObject copy(StorageService source, StoredObject seen, PutRequest target);
}
