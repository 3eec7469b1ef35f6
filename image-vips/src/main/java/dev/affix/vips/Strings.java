package dev.affix.vips;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** C strings whose length only their end tells. */
final class Strings {
  private static final int LONGEST = 64 * 1024;

  private Strings() {}

  /** Reads up to the NUL; file names in messages need not be UTF-8. */
  @SuppressWarnings("restricted") // C gives an address without a size
  static String read(MemorySegment address) {
    if (address.equals(MemorySegment.NULL)) {
      return "";
    }
    MemorySegment text = address.reinterpret(LONGEST);
    int length = 0;
    while (length < LONGEST && text.get(JAVA_BYTE, length) != 0) {
      length++;
    }
    byte[] bytes = text.asSlice(0, length).toArray(JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
