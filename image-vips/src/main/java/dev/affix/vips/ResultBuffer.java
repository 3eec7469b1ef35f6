package dev.affix.vips;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.affix.image.InvalidImageException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Collects what libvips writes, up to a number of bytes. */
final class ResultBuffer implements Upcalls.Writer {
  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
  private @Nullable Throwable fault;

  ResultBuffer(int limit) {
    this.limit = limit;
  }

  @Override
  public synchronized long write(MemorySegment written) {
    if (fault != null) {
      return -1;
    }
    try {
      long size = written.byteSize();
      if (bytes.size() + size > limit) {
        throw new InvalidImageException(
            "The result has more than the " + limit + " bytes allowed (resultBytes)");
      }
      bytes.writeBytes(written.toArray(JAVA_BYTE));
      return size;
    } catch (Throwable e) {
      fault = e;
      return -1;
    }
  }

  /** Throws what went wrong while libvips wrote, if anything did. */
  synchronized void check() {
    if (fault instanceof RuntimeException e) {
      throw e;
    }
    if (fault instanceof Error e) {
      throw e;
    }
  }

  synchronized byte[] toBytes() {
    return bytes.toByteArray();
  }
}
