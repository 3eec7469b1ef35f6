package dev.affix.internal.signing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Reads what {@link PayloadWriter} wrote; anything else is an {@link IllegalArgumentException}. */
final class PayloadReader {
  private final ByteBuffer in;

  PayloadReader(byte[] payload) {
    this.in = ByteBuffer.wrap(payload);
  }

  int readByte() {
    require(1);
    return in.get() & 0xff;
  }

  int readVarint() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        if ((next == 0 && shift > 0) || value > Integer.MAX_VALUE) {
          break;
        }
        return (int) value;
      }
    }
    throw new IllegalArgumentException("a number is too large or has zeros to spare");
  }

  long readLong() {
    require(Long.BYTES);
    return in.getLong();
  }

  String readText() {
    return new String(readBytes(readVarint()), StandardCharsets.UTF_8);
  }

  UUID readUuid() {
    require(16);
    return new UUID(in.getLong(), in.getLong());
  }

  byte[] readBytes(int length) {
    require(length);
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  void requireEnd() {
    if (in.hasRemaining()) {
      throw new IllegalArgumentException("there are bytes to spare");
    }
  }

  private void require(int length) {
    if (length > in.remaining()) {
      throw new IllegalArgumentException("the payload is cut short");
    }
  }
}
