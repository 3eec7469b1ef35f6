package dev.affix.benchmarks.torture;

import dev.affix.storage.Checksums;
import dev.affix.storage.PutRequest;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;

/** How the body of a put is, and what it says of itself. */
enum BodyKind {
  RIGHT,
  BREAKS,
  TOO_SHORT,
  TOO_LONG,
  OTHER_BYTES;

  /** Message of a body that breaks. */
  static final String BROKE = "the body broke";

  /**
   * The body that is sent.
   *
   * @param bytes those the request is about
   * @param breaksAt where it breaks if it does
   */
  InputStream of(byte[] bytes, int breaksAt) {
    return switch (this) {
      case RIGHT, OTHER_BYTES -> new ByteArrayInputStream(bytes);
      case BREAKS -> new Breaking(new ByteArrayInputStream(bytes), breaksAt);
      case TOO_SHORT -> new ByteArrayInputStream(bytes, 0, bytes.length - 1);
      case TOO_LONG -> new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length + 1));
    };
  }

  /** What a request says of it, so that a wrong one can be told. */
  PutRequest announce(PutRequest request, byte[] bytes) {
    return switch (this) {
      case RIGHT -> request;
      case BREAKS, TOO_SHORT, TOO_LONG -> request.withLength(bytes.length);
      case OTHER_BYTES ->
          request
              .withLength(bytes.length)
              .withChecksums(new Checksums(null, DigestUtils.sha256Hex("other bytes"), null));
    };
  }

  /** Throws where it is to break. */
  private static final class Breaking extends FilterInputStream {
    private int left;

    Breaking(InputStream in, int at) {
      super(in);
      this.left = at;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        throw new IOException(BROKE);
      }
      int read = super.read(buffer, offset, Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
