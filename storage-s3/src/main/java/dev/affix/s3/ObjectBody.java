package dev.affix.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import software.amazon.awssdk.core.ResponseInputStream;

/**
 * The bytes of an answer, exactly as many as it announced: fewer, other or interrupted ones are an
 * {@link IOException}, and so is waiting for them longer than the limit, which grows with what has
 * come. Closing it early drops the connection instead of reading the rest.
 */
final class ObjectBody extends InputStream {
  private final ResponseInputStream<?> in;
  private long left;
  private boolean closed;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private long count;
  private long waited;

  ObjectBody(ResponseInputStream<?> in, long length, Duration limit) {
    this(in, length, limit, System::nanoTime);
  }

  /**
   * @param limit for a body of next to nothing
   */
  ObjectBody(ResponseInputStream<?> in, long length, Duration limit, LongSupplier nanoTime) {
    this.in = in;
    this.left = length;
    this.limit = limit;
    this.nanoTime = nanoTime;
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
      long start = nanoTime.getAsLong();
      int read = in.read(buffer, offset, (int) Math.min(length, left));
      waited += nanoTime.getAsLong() - start;
      if (read < 0) {
        throw new EOFException("the store ended the body " + left + " bytes too early");
      }
      left -= read;
      count += read;
      refuseSlowness();
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

  private void refuseSlowness() throws IOException {
    Duration most = limit.plus(Limits.timeFor(count, Limits.SLOWEST_BYTES_A_SECOND));
    if (left > 0 && waited > most.toNanos()) {
      throw new IOException(
          "the store sent "
              + count
              + " bytes in "
              + Duration.ofNanos(waited).toSeconds()
              + " s, which is too slow; "
              + left
              + " bytes are missing");
    }
  }

  /** The SDK compares the checksum when it meets the end, so the last bytes wait for that. */
  private void finish() throws IOException {
    if (in.read() >= 0) {
      throw new IOException("the store sent more bytes than it announced");
    }
  }
}
