package dev.affix.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;

/** What libvips tells of an image, and its metadata fields. */
final class Images {
  static final String PROFILE = "icc-profile-data";

  // VipsInterpretation and VipsBandFormat; a test holds them to libvips' names.
  static final int BLACK_AND_WHITE = 1;
  static final int CMYK = 15;
  static final int SRGB = 22;
  static final int UCHAR = 0;

  private final CFunction width;
  private final CFunction height;
  private final CFunction bands;
  private final CFunction format;
  private final CFunction interpretation;
  private final CFunction enumNick;
  private final long interpretationType;
  private final CFunction getInt;
  private final CFunction orientation;
  private final CFunction hasAlpha;
  private final CFunction xOffset;
  private final CFunction yOffset;
  private final CFunction typeOf;
  private final CFunction fields;
  private final CFunction remove;
  private final CFunction setInt;
  private final CFunction getString;
  private final CFunction getBlob;
  private final CFunction setBlobCopy;
  private final CFunction copyMemory;
  private final CFunction setKill;
  private final CFunction data;

  Images(SymbolLookup lib) {
    width = CFunction.of(lib, "vips_image_get_width", JAVA_INT, ADDRESS);
    height = CFunction.of(lib, "vips_image_get_height", JAVA_INT, ADDRESS);
    bands = CFunction.of(lib, "vips_image_get_bands", JAVA_INT, ADDRESS);
    format = CFunction.of(lib, "vips_image_get_format", JAVA_INT, ADDRESS);
    interpretation = CFunction.of(lib, "vips_image_get_interpretation", JAVA_INT, ADDRESS);
    enumNick = CFunction.of(lib, "vips_enum_nick", ADDRESS, JAVA_LONG, JAVA_INT);
    interpretationType = CFunction.of(lib, "vips_interpretation_get_type", JAVA_LONG).toLong();
    getInt = CFunction.of(lib, "vips_image_get_int", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    orientation = CFunction.of(lib, "vips_image_get_orientation", JAVA_INT, ADDRESS);
    hasAlpha = CFunction.of(lib, "vips_image_hasalpha", JAVA_INT, ADDRESS);
    xOffset = CFunction.of(lib, "vips_image_get_xoffset", JAVA_INT, ADDRESS);
    yOffset = CFunction.of(lib, "vips_image_get_yoffset", JAVA_INT, ADDRESS);
    typeOf = CFunction.of(lib, "vips_image_get_typeof", JAVA_LONG, ADDRESS, ADDRESS);
    fields = CFunction.of(lib, "vips_image_get_fields", ADDRESS, ADDRESS);
    remove = CFunction.of(lib, "vips_image_remove", JAVA_INT, ADDRESS, ADDRESS);
    setInt = CFunction.of(lib, "vips_image_set_int", null, ADDRESS, ADDRESS, JAVA_INT);
    getString = CFunction.of(lib, "vips_image_get_string", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    getBlob =
        CFunction.of(lib, "vips_image_get_blob", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    setBlobCopy =
        CFunction.of(lib, "vips_image_set_blob_copy", null, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    copyMemory = CFunction.of(lib, "vips_image_copy_memory", ADDRESS, ADDRESS);
    setKill = CFunction.of(lib, "vips_image_set_kill", null, ADDRESS, JAVA_INT);
    data = CFunction.of(lib, "vips_image_get_data", ADDRESS, ADDRESS);
  }

  int width(MemorySegment image) {
    return width.toInt(image);
  }

  int height(MemorySegment image) {
    return height.toInt(image);
  }

  int bands(MemorySegment image) {
    return bands.toInt(image);
  }

  int format(MemorySegment image) {
    return format.toInt(image);
  }

  int interpretation(MemorySegment image) {
    return interpretation.toInt(image);
  }

  /** The name that operations take for it. */
  String interpretationName(int interpretation) {
    return Strings.read(enumNick.toPointer(interpretationType, interpretation));
  }

  /** Frames or pages in the file. libvips' own function for it says 1 from 10,000 on. */
  int pages(MemorySegment image) {
    if (!has(image, "n-pages")) {
      return 1;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      int failed = getInt.toInt(image, arena.allocateFrom("n-pages"), value);
      return failed != 0 ? 1 : Math.max(1, value.get(JAVA_INT, 0));
    }
  }

  int orientation(MemorySegment image) {
    return orientation.toInt(image);
  }

  boolean hasAlpha(MemorySegment image) {
    return hasAlpha.toInt(image) != 0;
  }

  /** Where the image lies from the left of what it was cut out of, negative. */
  int xOffset(MemorySegment image) {
    return xOffset.toInt(image);
  }

  /** Where the image lies from the top of what it was cut out of, negative. */
  int yOffset(MemorySegment image) {
    return yOffset.toInt(image);
  }

  boolean has(MemorySegment image, String field) {
    try (Arena arena = Arena.ofConfined()) {
      return typeOf.toLong(image, arena.allocateFrom(field)) != 0;
    }
  }

  @SuppressWarnings("restricted") // an array that ends with NULL
  List<String> fields(MemorySegment image, GObjects gobjects) {
    MemorySegment array = fields.toPointer(image);
    MemorySegment pointers = array.reinterpret(Long.MAX_VALUE);
    var names = new ArrayList<String>();
    for (int i = 0; ; i++) {
      MemorySegment name = pointers.getAtIndex(ADDRESS, i);
      if (name.equals(MemorySegment.NULL)) {
        break;
      }
      names.add(Strings.read(name));
    }
    gobjects.freeStrings(array);
    return names;
  }

  void remove(MemorySegment image, String field) {
    try (Arena arena = Arena.ofConfined()) {
      remove.toInt(image, arena.allocateFrom(field));
    }
  }

  void setInt(MemorySegment image, String field, int value) {
    try (Arena arena = Arena.ofConfined()) {
      setInt.run(image, arena.allocateFrom(field), value);
    }
  }

  /** The text of that field, empty if it has none. */
  String text(MemorySegment image, String field) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointer = arena.allocate(ADDRESS);
      int failed = getString.toInt(image, arena.allocateFrom(field), pointer);
      return failed != 0 ? "" : Strings.read(pointer.get(ADDRESS, 0));
    }
  }

  /** The bytes of that field, empty if it has none. */
  @SuppressWarnings("restricted") // C gives address and size apart
  byte[] blob(MemorySegment image, String field) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointer = arena.allocate(ADDRESS);
      MemorySegment size = arena.allocate(JAVA_LONG);
      int failed = getBlob.toInt(image, arena.allocateFrom(field), pointer, size);
      return failed != 0
          ? new byte[0]
          : pointer.get(ADDRESS, 0).reinterpret(size.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    }
  }

  void setBlob(MemorySegment image, String field, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocateFrom(JAVA_BYTE, bytes);
      setBlobCopy.run(image, arena.allocateFrom(field), copy, (long) bytes.length);
    }
  }

  /** Computes all pixels; NULL if that failed. */
  MemorySegment copyMemory(MemorySegment image) {
    return copyMemory.toPointer(image);
  }

  /** All pixels of an 8-bit image that was computed into memory, row by row. */
  @SuppressWarnings("restricted") // C gives the address, the header the size
  byte[] pixels(MemorySegment computed) {
    MemorySegment pixels = data.toPointer(computed);
    if (pixels.equals(MemorySegment.NULL)) {
      throw new VipsFailure("pixels", "the image is not in memory");
    }
    long size = (long) width(computed) * height(computed) * bands(computed);
    return pixels.reinterpret(size).toArray(JAVA_BYTE);
  }

  /** Makes whoever pulls pixels through that image fail soon; harmless from any thread. */
  void kill(MemorySegment image) {
    setKill.run(image, 1);
  }
}
