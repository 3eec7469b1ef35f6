package dev.affix.storage;

/** A text that cannot be a key, or a key that a service cannot keep safely. */
public final class InvalidStorageKeyException extends StorageException {
  private static final long serialVersionUID = 1L;

  public InvalidStorageKeyException(String key, String fault) {
    super("Storage key \"" + printable(key) + "\" " + fault);
  }

  private static String printable(String key) {
    String cut = key.length() <= 80 ? key : key.substring(0, 80) + "...";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
