package dev.affix.testkit;

import java.io.IOException;
import java.io.InputStream;

/** A stream over {@link Content} that does something on the way and knows whether it was closed. */
final class Body extends InputStream {
  private final Content content;
  private final long stopsAt;
  private final int most;
  private final Work<IOException> atStop;
  private boolean stopped;
  private long position;
  private boolean closed;

  Body(Content content, int most, long stopsAt, Work<IOException> atStop) {
    this.content = content;
    this.stopsAt = stopsAt;
    this.most = most;
    this.atStop = atStop;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= stopsAt && !stopped) {
      atStop.run();
      stopped = true;
    }
    long left = (stopped ? content.length() : Math.min(content.length(), stopsAt)) - position;
    if (left <= 0) {
      return -1;
    }
    int count = (int) Math.min(Math.min(length, most), left);
    for (int i = 0; i < count; i++) {
      buffer[offset + i] = content.at(position + i);
    }
    position += count;
    return count;
  }

  @Override
  public void close() {
    closed = true;
  }
}
