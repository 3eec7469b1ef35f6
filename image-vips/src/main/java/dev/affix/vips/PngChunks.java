package dev.affix.vips;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.affix.image.InvalidImageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the text chunks out of a PNG as it streams by. They never get into a variant, and a
 * compressed one of a few kilobytes can blow up to tens of megabytes in the decoder. A second
 * colour profile, which no valid file has, is refused for the same reason, and so is one that
 * inflates to more than any device has.
 */
final class PngChunks extends InputStream {
  private static final Set<String> DROPPED = Set.of("tEXt", "zTXt", "iTXt");
  private static final int SIGNATURE = 8;
  private static final int CHECKSUM = 4;

  /** The largest profiles of printers have about two. */
  private static final int PROFILE_BYTES = 4 << 20;

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
      head = ByteBuffer.wrap(profile(start, size));
      return;
    }
    left = size;
  }

  /** The whole chunk, of which few bytes can be many. */
  private byte[] profile(byte[] start, long size) throws IOException {
    if (size > PROFILE_BYTES) {
      throw tooLarge();
    }
    byte[] chunk = Arrays.copyOf(start, start.length + (int) size);
    int read = in.readNBytes(chunk, start.length, (int) size);
    int name = start.length;
    while (name < chunk.length && chunk[name] != 0) {
      name++;
    }
    int compressed = name + 2; // past the end of the name and the method
    if (compressed < start.length + read) {
      requireSmall(chunk, compressed, start.length + read - compressed);
    }
    return Arrays.copyOf(chunk, start.length + read);
  }

  /** What is no deflated text is left to the decoder, which does without such a profile. */
  private static void requireSmall(byte[] chunk, int offset, int length) {
    try (var inflater = new Inflating()) {
      inflater.inflater.setInput(chunk, offset, length);
      byte[] scrap = new byte[8192];
      long total = 0;
      int count = inflater.inflater.inflate(scrap);
      while (count > 0) {
        total += count;
        if (total > PROFILE_BYTES) {
          throw tooLarge();
        }
        count = inflater.inflater.inflate(scrap);
      }
    } catch (DataFormatException e) {
      // Not ours to judge.
    }
  }

  private static InvalidImageException tooLarge() {
    return new InvalidImageException(
        "The PNG has a colour profile of more than the " + PROFILE_BYTES + " bytes allowed");
  }

  /** Frees what an inflater holds outside the heap. */
  private static final class Inflating implements AutoCloseable {
    final Inflater inflater = new Inflater();

    @Override
    public void close() {
      inflater.end();
    }
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
