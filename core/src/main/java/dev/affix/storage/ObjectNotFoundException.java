package dev.affix.storage;

/** There is no object under the key. */
public final class ObjectNotFoundException extends StorageException {
  private static final long serialVersionUID = 1L;

  public ObjectNotFoundException(StorageKey key, String where) {
    super("No object \"" + key + "\" in " + where);
  }
}
