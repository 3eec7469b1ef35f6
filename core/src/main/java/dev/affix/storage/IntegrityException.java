package dev.affix.storage;

/** Bytes are not what they were said to be: another length or another checksum. */
public final class IntegrityException extends StorageException {
  private static final long serialVersionUID = 1L;

  public IntegrityException(StorageKey key, String difference) {
    super("Object \"" + key + "\" is not what was expected: " + difference);
  }
}
