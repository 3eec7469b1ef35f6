package dev.affix.vips;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.affix.image.InvalidImageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Counts the frames of a WebP as it streams by. The decoder looks at all of them before it tells
 * how many there are, and takes the longer for each the more there are before it: a hundred
 * thousand kept a core busy for half a minute.
 */
final class WebpFrames extends FilterInputStream {
  /** As many as libvips reads of a GIF. */
  static final int MOST = 4_096;

  private static final int FILE_HEADER = 12;
  private static final int CHUNK_HEADER = 8;

  private final byte[] header = new byte[CHUNK_HEADER];
  private long skip = FILE_HEADER;
  private int filled;
  private int frames;

  WebpFrames(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    int at = 0;
    while (at < read) {
      if (skip > 0) {
        int passed = (int) Math.min(skip, read - at);
        skip -= passed;
        at += passed;
      } else {
        header[filled++] = buffer[offset + at++];
        if (filled == CHUNK_HEADER) {
          filled = 0;
          chunk();
        }
      }
    }
    return read;
  }

  private void chunk() {
    long size = 0;
    for (int i = CHUNK_HEADER - 1; i >= 4; i--) {
      size = size << 8 | (header[i] & 0xff);
    }
    skip = size + (size & 1);
    if (new String(header, 0, 4, ISO_8859_1).equals("ANMF") && ++frames > MOST) {
      throw new InvalidImageException(
          "The WebP has more than the " + MOST + " frames that are read of any");
    }
  }
}
