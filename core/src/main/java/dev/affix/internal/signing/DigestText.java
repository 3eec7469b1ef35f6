package dev.affix.internal.signing;

import java.util.Locale;
import org.apache.commons.codec.binary.Base32;

/** Recipe digests: 16 bytes, spelled as 26 lower-case characters of base 32. */
final class DigestText {
  static final int BYTES = 16;
  private static final int LENGTH = 26;

  private DigestText() {}

  static byte[] toBytes(String text) {
    byte[] bytes = text.length() == LENGTH ? decode(text) : new byte[0];
    if (bytes.length != BYTES || !of(bytes).equals(text)) {
      throw new IllegalArgumentException(
          "a recipe's digest must be 26 characters of base 32, but was \"" + text + "\"");
    }
    return bytes;
  }

  static String of(byte[] bytes) {
    return new Base32().encodeToString(bytes).substring(0, LENGTH).toLowerCase(Locale.ROOT);
  }

  private static byte[] decode(String text) {
    return new Base32().decode(text.toUpperCase(Locale.ROOT));
  }
}
