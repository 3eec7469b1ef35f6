package dev.affix.storage;

import java.util.OptionalLong;

/**
 * What {@link StorageService#put} is asked to do with the bytes it gets.
 *
 * @param key where to
 * @param contentType told to services that keep one; others ignore it
 * @param expectedLength if present, any other length is an {@link IntegrityException}
 * @param expected checksums the bytes must have; {@link Checksums#NONE} if unknown beforehand
 * @param existing what to do with an object that is there already
 * @param options how to keep it; what a service has no notion of it leaves out
 */
public record PutRequest(
    StorageKey key,
    String contentType,
    OptionalLong expectedLength,
    Checksums expected,
    Existing existing,
    ObjectOptions options) {

  /** What becomes of an object already stored under the key. */
  public enum Existing {
    /** It stays, and the put fails with {@link ObjectExistsException}. */
    KEEP,
    /** It is replaced in one step: a reader sees the old bytes or the new, never a mixture. */
    REPLACE
  }

  /** A put of what the service keeps as it does all objects. */
  public PutRequest(
      StorageKey key,
      String contentType,
      OptionalLong expectedLength,
      Checksums expected,
      Existing existing) {
    this(key, contentType, expectedLength, expected, existing, ObjectOptions.NONE);
  }

  /** A put under a new key, of unknown length. */
  public static PutRequest of(StorageKey key, String contentType) {
    return new PutRequest(key, contentType, OptionalLong.empty(), Checksums.NONE, Existing.KEEP);
  }

  /** The same for bytes that must be exactly {@code length}. */
  public PutRequest withLength(long length) {
    return new PutRequest(key, contentType, OptionalLong.of(length), expected, existing, options);
  }

  /** The same for bytes that must have these checksums. */
  public PutRequest withChecksums(Checksums value) {
    return new PutRequest(key, contentType, expectedLength, value, existing, options);
  }

  /** The same, replacing what is there. */
  public PutRequest replacing() {
    return new PutRequest(key, contentType, expectedLength, expected, Existing.REPLACE, options);
  }

  /** The same for an object that is to be kept so. */
  public PutRequest withOptions(ObjectOptions value) {
    return new PutRequest(key, contentType, expectedLength, expected, existing, value);
  }
}
