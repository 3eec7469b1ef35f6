package dev.affix.s3;

import dev.affix.storage.ChecksumStream;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.PutRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The body of a put, read part by part into one buffer, hashed on the way and compared with what
 * the request expects before anything of it can become visible.
 */
final class CheckedBody {
  private static final int FIRST_BUFFER = 1 << 16;
  private static final int NOT_LOOKED = -2;

  private final PutRequest request;
  private final Limits limits;
  private final ChecksumStream in;
  private byte[] buffer = new byte[0];
  private int length;
  private int ahead = NOT_LOOKED;

  CheckedBody(PutRequest request, InputStream body, Limits limits) {
    this.request = request;
    this.limits = limits;
    this.in = ChecksumStream.verifying(body, request.expected());
  }

  /**
   * Reads the next part: {@code most} bytes, or what is left if that is less.
   *
   * @throws IntegrityException if there is more than the request expects
   */
  void readPart(int most) throws IOException {
    long pause = limits.pause();
    try {
      read(most);
    } finally {
      limits.goOn(pause);
    }
  }

  /** Whether the part read last was the last one. */
  boolean isAtEnd() {
    return ahead == -1;
  }

  byte[] buffer() {
    return buffer;
  }

  /** How much of the buffer is the part. */
  int length() {
    return length;
  }

  /** Bytes of all parts until now. */
  long count() {
    return in.count();
  }

  /**
   * What was read, at the end.
   *
   * @throws IntegrityException if it is not what the request expects
   */
  Checksums verify() {
    long expected = request.expectedLength().orElse(in.count());
    if (expected != in.count()) {
      throw new IntegrityException(
          request.key(), "length is " + in.count() + " instead of " + expected);
    }
    Checksums checksums = in.checksums();
    Optional<String> difference = request.expected().firstDifference(checksums);
    if (difference.isPresent()) {
      throw new IntegrityException(request.key(), difference.get() + " differs");
    }
    return checksums;
  }

  private void read(int most) throws IOException {
    length = 0;
    if (ahead >= 0) {
      reserve(1, most);
      buffer[length++] = (byte) ahead;
    }
    while (ahead != -1 && length < most) {
      reserve(length + 1, most);
      int read = in.read(buffer, length, Math.min(buffer.length, most) - length);
      if (read < 0) {
        ahead = -1;
      } else {
        length += read;
        refuseMoreThanExpected();
      }
    }
    if (ahead != -1) {
      ahead = in.read();
      refuseMoreThanExpected();
    }
  }

  private void refuseMoreThanExpected() {
    long expected = request.expectedLength().orElse(Long.MAX_VALUE);
    if (in.count() > expected) {
      throw new IntegrityException(
          request.key(), "longer than the " + expected + " bytes expected");
    }
  }

  private void reserve(int size, int most) {
    if (size <= buffer.length) {
      return;
    }
    long expected = request.expectedLength().orElse(0);
    long wanted = Math.max(Math.max(FIRST_BUFFER, expected), 2L * buffer.length);
    buffer = Arrays.copyOf(buffer, (int) Math.min(most, Math.max(size, wanted)));
  }
}
