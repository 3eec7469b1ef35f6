package dev.affix.internal.signing;

import dev.affix.storage.StorageKey;
import java.math.BigInteger;

/** Generated keys: 28 characters of base 36 are a number below 2^145, so 19 bytes hold them. */
final class KeyText {
  static final int BYTES = 19;
  private static final int LENGTH = 28;
  private static final int BASE = 36;

  private KeyText() {}

  static byte[] pack(StorageKey generated) {
    byte[] number = new BigInteger(generated.value(), BASE).toByteArray();
    byte[] packed = new byte[BYTES];
    System.arraycopy(number, 0, packed, BYTES - number.length, number.length);
    return packed;
  }

  static StorageKey unpack(byte[] packed) {
    String digits = new BigInteger(1, packed).toString(BASE);
    if (digits.length() > LENGTH) {
      throw new IllegalArgumentException("the number is no generated key");
    }
    return StorageKey.of("0".repeat(LENGTH - digits.length()) + digits);
  }
}
