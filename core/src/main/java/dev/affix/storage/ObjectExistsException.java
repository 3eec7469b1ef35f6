package dev.affix.storage;

/** The key is taken, and the put was not to replace. */
public final class ObjectExistsException extends StorageException {
  private static final long serialVersionUID = 1L;

  public ObjectExistsException(StorageKey key, String where) {
    super("Object \"" + key + "\" is already in " + where + "; nothing was changed");
  }
}
