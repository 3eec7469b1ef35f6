package dev.affix.vips;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.affix.image.InvalidImageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the text chunks out of a PNG as it streams by. They never get into a variant, and a
 * compressed one of a few kilobytes can blow up to tens of megabytes in the decoder. A second
 * colour profile, which no valid file has, is refused for the same reason.
 */
final class PngChunks extends InputStream {
  private static final Set<String> DROPPED = Set.of("tEXt", "zTXt", "iTXt");
  private static final int SIGNATURE = 8;
  private static final int CHECKSUM = 4;

  private final InputStream in;
  private @Nullable ByteBuffer head;
  private long left;
  private boolean profileSeen;
  private boolean ended;

  PngChunks(InputStream in) {
    this.in = in;
    this.left = SIGNATURE;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (!ended) {
      if (head != null && head.hasRemaining()) {
        int count = Math.min(length, head.remaining());
        head.get(buffer, offset, count);
        return count;
      }
      if (left > 0) {
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        ended = read < 0;
        left -= Math.max(0, read);
        return read;
      }
      nextChunk();
    }
    return -1;
  }

  private void nextChunk() throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8) {
      ended = true;
      return;
    }
    head = ByteBuffer.wrap(start);
    long size = (head.getInt(0) & 0xffffffffL) + CHECKSUM;
    String type = new String(start, 4, 4, ISO_8859_1);
    if (DROPPED.contains(type)) {
      skipChunk(size);
      head = null;
      return;
    }
    if (type.equals("iCCP")) {
      if (profileSeen) {
        throw new InvalidImageException("The PNG has more than one colour profile");
      }
      profileSeen = true;
    }
    left = size;
  }

  private void skipChunk(long size) throws IOException {
    try {
      in.skipNBytes(size);
    } catch (EOFException e) {
      ended = true;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
