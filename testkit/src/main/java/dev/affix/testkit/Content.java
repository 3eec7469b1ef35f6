package dev.affix.testkit;

import dev.affix.storage.ChecksumStream;
import dev.affix.storage.Checksums;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Bytes that follow from a seed and a length, so that content of any size costs no memory and any
 * part of it can be made again.
 */
record Content(long seed, long length) {

  static Content of(long length) {
    return new Content(System.nanoTime(), length);
  }

  /** A new stream over all of it. */
  Body open() {
    return openInPiecesOf(1 << 16);
  }

  /** A stream that gives at most {@code most} bytes a read. */
  Body openInPiecesOf(int most) {
    return new Body(this, most, Long.MAX_VALUE, () -> {});
  }

  /** A stream that does {@code work} after {@code offset} bytes, and goes on unless that throws. */
  Body openStoppingAt(long offset, Work<IOException> work) {
    return new Body(this, 1 << 16, offset, work);
  }

  /** A stream that throws {@code failure} after {@code offset} bytes. */
  Body openFailingAt(long offset, IOException failure) {
    return openStoppingAt(
        offset,
        () -> {
          throw failure;
        });
  }

  byte[] bytes() {
    return bytes(0, length);
  }

  /** Bytes {@code from} (included) to {@code to} (excluded). */
  byte[] bytes(long from, long to) {
    byte[] bytes = new byte[Math.toIntExact(to - from)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = at(from + i);
    }
    return bytes;
  }

  Checksums checksums() {
    try (ChecksumStream stream = ChecksumStream.all(open())) {
      stream.skipNBytes(length);
      return stream.checksums();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the stream holds exactly this content; reads at most one byte more than that. */
  boolean isAllOf(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long offset = 0;
    while (offset < length) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, length - offset));
      if (read < 0 || !Arrays.equals(buffer, 0, read, bytes(offset, offset + read), 0, read)) {
        return false;
      }
      offset += read;
    }
    return in.read() < 0;
  }

  /** splitmix64 of the eight-byte word the offset is in. */
  byte at(long offset) {
    long z = seed + (offset >>> 3) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (byte) (z >>> ((offset & 7) << 3));
  }
}
