package dev.affix.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/** The tree of classes that gobject knows: those that were registered until now. */
final class GTypes {
  // G_TYPE_FLAG_ABSTRACT
  private static final int ABSTRACT = 1 << 4;

  private final GObjects gobjects;
  private final CFunction fromName;
  private final CFunction name;
  private final CFunction children;
  private final CFunction testFlags;
  private final CFunction newObject;

  GTypes(SymbolLookup lib, GObjects gobjects) {
    this.gobjects = gobjects;
    fromName = CFunction.of(lib, "g_type_from_name", JAVA_LONG, ADDRESS);
    name = CFunction.of(lib, "g_type_name", ADDRESS, JAVA_LONG);
    children = CFunction.of(lib, "g_type_children", ADDRESS, JAVA_LONG, ADDRESS);
    testFlags = CFunction.of(lib, "g_type_test_flags", JAVA_INT, JAVA_LONG, JAVA_INT);
    newObject =
        CFunction.of(
            lib, "g_object_new_with_properties", ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
  }

  /** The class of that name; 0 if there is none. */
  long named(String className) {
    try (Arena arena = Arena.ofConfined()) {
      return fromName.toLong(arena.allocateFrom(className));
    }
  }

  String name(long type) {
    return Strings.read(name.toPointer(type));
  }

  /** Whether there are no objects of the class itself, only of those below it. */
  boolean isAbstract(long type) {
    return testFlags.toInt(type, ABSTRACT) != 0;
  }

  /** The classes right below that one. */
  @SuppressWarnings("restricted") // C gives address and size apart
  long[] below(long type) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      MemorySegment types = children.toPointer(type, count);
      long size = count.get(JAVA_INT, 0) * JAVA_LONG.byteSize();
      long[] below = types.reinterpret(size).toArray(JAVA_LONG);
      gobjects.free(types);
      return below;
    }
  }

  /** An object with nothing set, that belongs to the caller. */
  MemorySegment newObject(long type) {
    return newObject.toPointer(type, 0, MemorySegment.NULL, MemorySegment.NULL);
  }
}
