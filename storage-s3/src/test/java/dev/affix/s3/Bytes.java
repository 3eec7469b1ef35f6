package dev.affix.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bodies for tests. */
final class Bytes {
  private Bytes() {}

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** So many bytes, then the failure. */
  static InputStream failingAfter(int length, IOException failure) {
    return new InputStream() {
      private final InputStream start = new ByteArrayInputStream(random(length));

      @Override
      public int read() throws IOException {
        int next = start.read();
        if (next < 0) {
          throw failure;
        }
        return next;
      }

      @Override
      public int read(byte[] buffer, int offset, int most) throws IOException {
        int read = start.read(buffer, offset, most);
        if (read < 0) {
          throw failure;
        }
        return read;
      }
    };
  }
}
