package dev.affix.vips;

import dev.affix.image.InvalidImageException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks through the directories of a TIFF, one for each page, before libvips does: to count the
 * pages it reads every directory with all that it refers to, which takes a few megabytes of file to
 * half a minute or some gigabytes of memory.
 *
 * <p>A directory says where the next one is, before or behind it. libvips keeps what it has read of
 * a TIFF, so they are looked up there, and nothing is read or held that it would not need.
 */
final class TiffDirectories {
  /** As many as frames of a GIF or WebP. */
  static final int MOST = 4_096;

  /** An entry takes the longer the more there are beside it; pictures have about twenty. */
  static final int ENTRIES = 256;

  /** Of all directories: the decoder takes a microsecond or two for the shortest. */
  static final int ALL_ENTRIES = 32 * MOST;

  /** What begins with a greater number is no directory to the decoder, and ends the chain. */
  private static final int CREDIBLE = 4_096;

  private static final int HEAD = 8;
  private static final int ENTRY = 12;

  /** Bytes of a value, by the number of its type. */
  private static final int[] WIDTHS = {1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 1, 1, 8, 8, 8};

  private final Libvips vips;
  private final MemorySegment source;
  private final long sourceBytes;
  private final MemorySegment memory;
  private final ByteBuffer buffer;
  private int entries;
  private long values;

  private TiffDirectories(
      Libvips vips, MemorySegment source, ByteOrder order, long sourceBytes, Arena arena) {
    this.vips = vips;
    this.source = source;
    this.sourceBytes = sourceBytes;
    this.memory = arena.allocate(ENTRY * ENTRIES);
    this.buffer = memory.asByteBuffer().order(order);
  }

  /**
   * Leaves to libvips what is no directory, or cannot be read.
   *
   * @param head the first bytes
   * @param sourceBytes bytes that a picture may have: what directories refer to may be twice that,
   *     for one thing can stand in several
   * @throws InvalidImageException if it would cost too much to look at them
   */
  static void check(Libvips vips, MemorySegment source, byte[] head, long sourceBytes) {
    if (head.length < HEAD) {
      return;
    }
    ByteOrder order = head[0] == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    long first = Integer.toUnsignedLong(ByteBuffer.wrap(head).order(order).getInt(4));
    try (Arena arena = Arena.ofConfined()) {
      new TiffDirectories(vips, source, order, sourceBytes, arena).follow(first);
    }
  }

  private void follow(long first) {
    Set<Long> seen = new HashSet<>();
    for (long at = first; at != 0; at = next(at)) {
      if (!seen.add(at)) {
        throw new InvalidImageException("The pages of the TIFF lead in a circle");
      }
      if (seen.size() > MOST) {
        throw new InvalidImageException(
            "The TIFF has more than the " + MOST + " pages that are read of any");
      }
    }
  }

  /** Where the directory after that one is; 0 if there is none. */
  private long next(long at) {
    int count = read(at, Short.BYTES) ? Short.toUnsignedInt(buffer.getShort(0)) : 0;
    if (count > CREDIBLE) {
      return 0;
    }
    entries += count;
    if (count > ENTRIES || entries > ALL_ENTRIES) {
      throw new InvalidImageException(
          "The TIFF has more entries in its directories than are read of any: %d in one, %d in all"
              .formatted(ENTRIES, ALL_ENTRIES));
    }
    long entriesAt = at + Short.BYTES;
    if (count == 0 || !read(entriesAt, ENTRY * count)) {
      return 0;
    }
    for (int i = 0; i < count; i++) {
      value(ENTRY * i);
    }
    return read(entriesAt + ENTRY * (long) count, Integer.BYTES)
        ? Integer.toUnsignedLong(buffer.getInt(0))
        : 0;
  }

  /** No more can be read than a picture may have, whatever the entry says. */
  private void value(int entry) {
    int type = Short.toUnsignedInt(buffer.getShort(entry + 2));
    int width = type < WIDTHS.length ? WIDTHS[type] : 1;
    values += Math.min(sourceBytes, width * Integer.toUnsignedLong(buffer.getInt(entry + 4)));
    if (values / 2 > sourceBytes) {
      throw new InvalidImageException(
          "The directories of the TIFF refer to more than twice the %d bytes that a picture may have"
                  .formatted(sourceBytes)
              + " (sourceBytes)");
    }
  }

  private boolean read(long at, int length) {
    return vips.read(source, at, memory.asSlice(0, length));
  }
}
