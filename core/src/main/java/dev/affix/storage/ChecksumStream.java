package dev.affix.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32C;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * Counts and hashes what is read through it, so that bytes are read once. Not safe for use by
 * several threads.
 */
public final class ChecksumStream extends FilterInputStream {
  private final @Nullable MessageDigest md5;
  private final @Nullable MessageDigest sha256;
  private final CRC32C crc32c = new CRC32C();
  private long count;

  private ChecksumStream(
      InputStream in, @Nullable MessageDigest md5, @Nullable MessageDigest sha256) {
    super(in);
    this.md5 = md5;
    this.sha256 = sha256;
  }

  /** Computes MD5, SHA-256 and CRC-32C. */
  public static ChecksumStream all(InputStream in) {
    return new ChecksumStream(in, DigestUtils.getMd5Digest(), DigestUtils.getSha256Digest());
  }

  /**
   * Computes CRC-32C, and of the others only what {@code expected} holds; for a service's own
   * check.
   */
  public static ChecksumStream verifying(InputStream in, Checksums expected) {
    return new ChecksumStream(
        in,
        expected.md5() == null ? null : DigestUtils.getMd5Digest(),
        expected.sha256() == null ? null : DigestUtils.getSha256Digest());
  }

  /** Bytes read so far. */
  public long count() {
    return count;
  }

  /** Checksums of what was read; call it once, at the end. */
  public Checksums checksums() {
    return new Checksums(
        md5 == null ? null : Hex.encodeHexString(md5.digest()),
        sha256 == null ? null : Hex.encodeHexString(sha256.digest()),
        String.format("%08x", crc32c.getValue()));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read > 0) {
      count += read;
      crc32c.update(buffer, offset, read);
      if (md5 != null) {
        md5.update(buffer, offset, read);
      }
      if (sha256 != null) {
        sha256.update(buffer, offset, read);
      }
    }
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long left = n;
    byte[] buffer = new byte[8192];
    while (left > 0) {
      int read = read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return n - left;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
