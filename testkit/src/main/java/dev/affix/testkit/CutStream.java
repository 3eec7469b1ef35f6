package dev.affix.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends or breaks after some bytes. */
final class CutStream extends FilterInputStream {
  private final boolean breaks;
  private long left;

  CutStream(InputStream in, long bytes, boolean breaks) {
    super(in);
    this.left = bytes;
    this.breaks = breaks;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0 && length > 0) {
      if (breaks) {
        throw new IOException("scripted: the connection broke");
      }
      return -1;
    }
    int read = super.read(buffer, offset, (int) Math.min(length, left));
    left -= Math.max(0, read);
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(Math.min(n, left));
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(left, super.available());
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
