package dev.affix.storage;

import java.util.OptionalLong;

/**
 * A part of an object.
 *
 * @param first offset of the first byte, from 0
 * @param last offset of the last byte, included; empty for "to the end". One beyond the end is cut
 */
public record ByteRange(long first, OptionalLong last) {

  /** The whole object, also an empty one. */
  public static final ByteRange ALL = new ByteRange(0, OptionalLong.empty());

  public ByteRange {
    if (first < 0 || (last.isPresent() && last.getAsLong() < first)) {
      throw new IllegalArgumentException(
          "a range needs 0 <= first <= last, but was " + first + " to " + last);
    }
  }

  /** Bytes {@code first} to {@code last}, both included. */
  public static ByteRange of(long first, long last) {
    return new ByteRange(first, OptionalLong.of(last));
  }

  /** From {@code first} to the end. */
  public static ByteRange from(long first) {
    return new ByteRange(first, OptionalLong.empty());
  }

  /** Whether an object of {@code byteSize} bytes has anything to give for it. */
  public boolean isSatisfiableBy(long byteSize) {
    return first < byteSize || (first == 0 && last.isEmpty());
  }

  /** How many bytes of an object of {@code byteSize} bytes it covers. */
  public long lengthWithin(long byteSize) {
    long end = Math.min(byteSize - 1, last.orElse(byteSize - 1));
    return Math.max(0, end - first + 1);
  }
}
