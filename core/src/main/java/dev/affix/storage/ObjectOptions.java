package dev.affix.storage;

/**
 * How a service should keep and serve one object, beyond what it does with all. A service leaves
 * out what it has no notion of and says so in its documentation; empty texts leave the choice to
 * it.
 *
 * @param cacheControl header with which the service itself serves the object
 * @param contentDisposition header with which the service itself serves the object
 * @param storageClass the service's name of a kind of storage
 * @param encryption the service's name of a way to encrypt, or of a key
 */
public record ObjectOptions(
    String cacheControl, String contentDisposition, String storageClass, String encryption) {

  /** Everything as the service does it. */
  public static final ObjectOptions NONE = new ObjectOptions("", "", "", "");
}
