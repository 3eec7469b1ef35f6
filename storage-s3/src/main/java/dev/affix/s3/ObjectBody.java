package dev.affix.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import software.amazon.awssdk.core.ResponseInputStream;

/**
 * The bytes of an answer, exactly as many as it announced: fewer, other or interrupted ones are an
 * {@link IOException}. Closing it early drops the connection instead of reading the rest.
 */
final class ObjectBody extends InputStream {
  private final ResponseInputStream<?> in;
  private long left;
  private boolean closed;

  ObjectBody(ResponseInputStream<?> in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (closed) {
      throw new IOException("the reader is closed");
    }
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    try {
      int read = in.read(buffer, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the store ended the body " + left + " bytes too early");
      }
      left -= read;
      if (left == 0) {
        finish();
      }
      return read;
    } catch (RuntimeException e) {
      // The SDK's own, among them that of a checksum that differs.
      throw new IOException("Reading failed: " + e.getClass().getSimpleName(), e);
    }
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (left > 0) {
      in.abort();
    }
    in.close();
  }

  /** The SDK compares the checksum when it meets the end, so the last bytes wait for that. */
  private void finish() throws IOException {
    if (in.read() >= 0) {
      throw new IOException("the store sent more bytes than it announced");
    }
  }
}
