package dev.affix.internal.signing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Writes the fields of a payload. */
final class PayloadWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  PayloadWriter writeByte(int value) {
    out.write(value);
    return this;
  }

  /** Seven bits a byte, lowest first, in as few bytes as it takes. */
  PayloadWriter writeVarint(int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    return this;
  }

  /** Eight bytes, highest first. */
  PayloadWriter writeLong(long value) {
    return writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  PayloadWriter writeText(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    writeVarint(utf8.length);
    return writeBytes(utf8);
  }

  PayloadWriter writeUuid(UUID value) {
    return writeBytes(
        ByteBuffer.allocate(16)
            .putLong(value.getMostSignificantBits())
            .putLong(value.getLeastSignificantBits())
            .array());
  }

  PayloadWriter writeBytes(byte[] value) {
    out.writeBytes(value);
    return this;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
