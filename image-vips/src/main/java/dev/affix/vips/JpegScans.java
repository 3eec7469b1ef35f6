package dev.affix.vips;

import dev.affix.image.InvalidImageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Counts the scans of a JPEG as it streams by. Each scan of a progressive file costs a pass over
 * all pixels however few bytes it has, so that a small file could keep a core busy for minutes.
 */
final class JpegScans extends FilterInputStream {
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;

  private final int limit;
  private State state = State.DATA;
  private int scans;
  private int skip;

  private enum State {
    DATA,
    AFTER_FF,
    LENGTH_HIGH,
    LENGTH_LOW,
    SEGMENT,
    ENDED
  }

  JpegScans(InputStream in, int limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      see(value);
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    int end = offset + read;
    int at = offset;
    while (at < end) {
      if (state == State.DATA) {
        at = nextMarker(buffer, at, end);
      }
      if (at < end) {
        see(buffer[at] & 0xff);
        at++;
      }
    }
    return read;
  }

  /** Where the next marker may begin. Nearly all bytes are pixels, and passed over here. */
  private static int nextMarker(byte[] buffer, int from, int end) {
    int at = from;
    while (at < end && buffer[at] != (byte) 0xff) {
      at++;
    }
    return at;
  }

  private void see(int value) {
    switch (state) {
      case DATA -> {
        if (value == 0xff) {
          state = State.AFTER_FF;
        }
      }
      case AFTER_FF -> marker(value);
      case LENGTH_HIGH -> {
        skip = value << 8;
        state = State.LENGTH_LOW;
      }
      case LENGTH_LOW -> {
        skip += value - 2;
        state = skip > 0 ? State.SEGMENT : State.DATA;
      }
      case SEGMENT -> {
        skip--;
        if (skip == 0) {
          state = State.DATA;
        }
      }
      case ENDED -> {}
    }
  }

  private void marker(int value) {
    boolean fill = value == 0xff;
    boolean alone = value <= 0x01 || (value >= 0xd0 && value <= 0xd8);
    if (fill) {
      return;
    }
    if (alone) {
      state = State.DATA;
      return;
    }
    if (value == END_OF_IMAGE) {
      state = State.ENDED;
      return;
    }
    if (value == START_OF_SCAN && ++scans > limit) {
      throw new InvalidImageException(
          "The JPEG has more than the " + limit + " scans allowed (scans)");
    }
    state = State.LENGTH_HIGH;
  }
}
