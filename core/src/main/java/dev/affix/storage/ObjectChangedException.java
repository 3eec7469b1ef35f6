package dev.affix.storage;

/** The object is not the one that was seen before: somebody replaced its bytes. */
public final class ObjectChangedException extends StorageException {
  private static final long serialVersionUID = 1L;

  public ObjectChangedException(StorageKey key, String where) {
    super("Object \"" + key + "\" in " + where + " was replaced since it was looked at");
  }
}
