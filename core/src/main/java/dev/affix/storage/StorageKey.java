package dev.affix.storage;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Comparator;

/**
 * The name of an object on a service: 1 to 512 bytes of UTF-8, compared by bytes.
 *
 * <p>Affix makes keys of 28 base-36 characters (144 bits, as ActiveStorage does), which are safe on
 * file systems that ignore case; a variant's key is the blob's key, a hyphen and the recipe's
 * digest. Other keys are files that Affix adopted. No key may leave a folder it is resolved in:
 * absolute paths, empty, {@code .} and {@code ..} segments, backslashes and control characters are
 * refused.
 *
 * @param value the key itself
 */
public record StorageKey(String value) implements Comparable<StorageKey> {

  /** Orders by the bytes of UTF-8, as object stores list. */
  public static final Comparator<StorageKey> BYTE_ORDER =
      (a, b) ->
          java.util.Arrays.compareUnsigned(
              a.value.getBytes(StandardCharsets.UTF_8), b.value.getBytes(StandardCharsets.UTF_8));

  /**
   * What the keys of Affix's own records in a service begin with, such as the mark of who claimed
   * it. They are never files; whoever goes through a listing passes over them.
   */
  public static final String RESERVED = "_affix/";

  private static final int GENERATED_LENGTH = 28;
  private static final int MAX_BYTES = 512;
  private static final String BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * @throws InvalidStorageKeyException if the text is no key; the message says why
   */
  public StorageKey {
    String fault = faultOf(value);
    if (fault != null) {
      throw new InvalidStorageKeyException(value, fault);
    }
  }

  /** The key spelled by {@code value}. */
  public static StorageKey of(String value) {
    return new StorageKey(value);
  }

  /** A new key that nobody can guess and nobody else has. */
  public static StorageKey random() {
    var text = new StringBuilder(GENERATED_LENGTH);
    for (int i = 0; i < GENERATED_LENGTH; i++) {
      text.append(BASE_36.charAt(RANDOM.nextInt(BASE_36.length())));
    }
    return new StorageKey(text.toString());
  }

  /** Whether {@link #random()} could have made it. */
  public boolean isGenerated() {
    return value.length() == GENERATED_LENGTH && value.chars().allMatch(StorageKey::isBase36);
  }

  /** Whether it belongs to Affix's own records; see {@link #RESERVED}. */
  public boolean isReserved() {
    return value.startsWith(RESERVED);
  }

  /** The key of the variant of this object that has the recipe digest {@code digest}. */
  public StorageKey variant(String digest) {
    return new StorageKey(value + "-" + digest);
  }

  @Override
  public int compareTo(StorageKey other) {
    return BYTE_ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return value;
  }

  private static boolean isBase36(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  }

  private static @org.jspecify.annotations.Nullable String faultOf(String value) {
    if (value.isEmpty()) {
      return "is empty";
    }
    if (value.length() > MAX_BYTES || value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "is longer than " + MAX_BYTES + " bytes";
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c == 0x7f || c == '\\') {
        return "has a control character or a backslash";
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "is not valid Unicode";
      }
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return "has an empty, \".\" or \"..\" segment";
      }
    }
    return null;
  }
}
