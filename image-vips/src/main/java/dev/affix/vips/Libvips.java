package dev.affix.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/**
 * The functions of one loaded libvips: start, settings, operations, memory. Everything here is for
 * the whole process; {@link Engine} makes the settings before anybody gets at it.
 */
final class Libvips {
  /** Of VipsOperationFlags. */
  private static final int BLOCKED = 32;

  // SEEK_SET
  private static final int FROM_START = 0;

  final GObjects gobjects;
  final GTypes types;
  final Images images;

  private final CFunction init;
  private final CFunction version;
  private final CFunction cacheSetMax;
  private final CFunction concurrencySet;
  private final CFunction vectorSetEnabled;
  private final CFunction blockOperation;
  private final CFunction blockUntrusted;
  private final CFunction operationFlags;
  private final CFunction nickname;
  private final CFunction errorCopy;
  private final CFunction threadShutdown;
  private final CFunction trackedMemory;
  private final CFunction trackedAllocations;
  private final CFunction trackedFiles;
  private final CFunction typeFind;
  private final CFunction operationNew;
  private final CFunction setArgument;
  private final CFunction getArgument;
  private final CFunction build;
  private final CFunction unrefOutputs;
  private final CFunction sourceNew;
  private final CFunction sourceSeek;
  private final CFunction sourceRead;
  private final CFunction targetNew;
  private final CFunction arrayImageNew;
  private final CFunction areaUnref;
  private final long imageType;
  private final long sourceType;
  private final long targetType;
  private final long arrayImageType;

  Libvips(SymbolLookup lib) {
    gobjects = new GObjects(lib);
    types = new GTypes(lib, gobjects);
    images = new Images(lib);
    init = CFunction.of(lib, "vips_init", JAVA_INT, ADDRESS);
    version = CFunction.of(lib, "vips_version", JAVA_INT, JAVA_INT);
    cacheSetMax = CFunction.of(lib, "vips_cache_set_max", null, JAVA_INT);
    concurrencySet = CFunction.of(lib, "vips_concurrency_set", null, JAVA_INT);
    vectorSetEnabled = CFunction.of(lib, "vips_vector_set_enabled", null, JAVA_INT);
    errorCopy = CFunction.of(lib, "vips_error_buffer_copy", ADDRESS);
    threadShutdown = CFunction.of(lib, "vips_thread_shutdown", null);
    trackedMemory = CFunction.of(lib, "vips_tracked_get_mem", JAVA_LONG);
    trackedAllocations = CFunction.of(lib, "vips_tracked_get_allocs", JAVA_INT);
    trackedFiles = CFunction.of(lib, "vips_tracked_get_files", JAVA_INT);
    typeFind = CFunction.of(lib, "vips_type_find", JAVA_LONG, ADDRESS, ADDRESS);
    operationFlags = CFunction.of(lib, "vips_operation_get_flags", JAVA_INT, ADDRESS);
    nickname = CFunction.of(lib, "vips_nickname_find", ADDRESS, JAVA_LONG);
    operationNew = CFunction.of(lib, "vips_operation_new", ADDRESS, ADDRESS);
    setArgument =
        CFunction.of(
            lib, "vips_object_set_argument_from_string", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    getArgument =
        CFunction.of(
            lib, "vips_object_get_argument", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    build = CFunction.of(lib, "vips_cache_operation_build", ADDRESS, ADDRESS);
    unrefOutputs = CFunction.of(lib, "vips_object_unref_outputs", null, ADDRESS);
    sourceNew = CFunction.of(lib, "vips_source_custom_new", ADDRESS);
    sourceSeek = CFunction.of(lib, "vips_source_seek", JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT);
    sourceRead = CFunction.of(lib, "vips_source_read", JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG);
    targetNew = CFunction.of(lib, "vips_target_custom_new", ADDRESS);
    arrayImageNew = CFunction.of(lib, "vips_array_image_new", ADDRESS, ADDRESS, JAVA_INT);
    areaUnref = CFunction.of(lib, "vips_area_unref", null, ADDRESS);

    if (version.toInt(0) * 1000 + version.toInt(1) < 8013) {
      throw new MissingSymbolException(
          "it is libvips " + version() + ", which cannot block untrusted loaders; 8.13 can");
    }
    blockOperation = CFunction.of(lib, "vips_operation_block_set", null, ADDRESS, JAVA_INT);
    blockUntrusted = CFunction.of(lib, "vips_block_untrusted_set", null, JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
      if (init.toInt(arena.allocateFrom("affix")) != 0) {
        throw new MissingSymbolException("it does not start: " + takeError());
      }
    }
    imageType = CFunction.of(lib, "vips_image_get_type", JAVA_LONG).toLong();
    sourceType = CFunction.of(lib, "vips_source_get_type", JAVA_LONG).toLong();
    targetType = CFunction.of(lib, "vips_target_get_type", JAVA_LONG).toLong();
    arrayImageType = CFunction.of(lib, "vips_array_image_get_type", JAVA_LONG).toLong();
  }

  String version() {
    return version.toInt(0) + "." + version.toInt(1) + "." + version.toInt(2);
  }

  boolean atLeast(int major, int minor, int micro) {
    long wanted = (major * 1000L + minor) * 1000 + micro;
    return (version.toInt(0) * 1000L + version.toInt(1)) * 1000 + version.toInt(2) >= wanted;
  }

  void cacheNothing() {
    cacheSetMax.run(0);
  }

  void oneThreadPerPicture() {
    concurrencySet.run(1);
  }

  void disableVectorCode() {
    vectorSetEnabled.run(0);
  }

  void block(String className, boolean blocked) {
    try (Arena arena = Arena.ofConfined()) {
      blockOperation.run(arena.allocateFrom(className), blocked ? 1 : 0);
    }
  }

  void blockUntrusted() {
    blockUntrusted.run(1);
  }

  /** Empties the error buffer of the process and returns what was in it. */
  String takeError() {
    MemorySegment text = errorCopy.toPointer();
    String copy = Strings.read(text);
    gobjects.free(text);
    return copy;
  }

  void endThread() {
    threadShutdown.run();
  }

  /** Whether this build has that operation, blocked or not. */
  boolean has(String operation) {
    return operationType(operation) != 0;
  }

  private long operationType(String operation) {
    try (Arena arena = Arena.ofConfined()) {
      return typeFind.toLong(arena.allocateFrom("VipsOperation"), arena.allocateFrom(operation));
    }
  }

  /** Whether this build has that operation, and refuses to run it. */
  boolean isBlocked(String operation) {
    long type = operationType(operation);
    return type != 0 && isBlocked(type);
  }

  /** Whether operations of that class, which is not abstract, are refused. */
  boolean isBlocked(long operationType) {
    MemorySegment made = types.newObject(operationType);
    try {
      return (operationFlags.toInt(made) & BLOCKED) != 0;
    } finally {
      gobjects.unref(made);
    }
  }

  /** The name by which operations of that class are made. */
  String operationName(long operationType) {
    return Strings.read(nickname.toPointer(operationType));
  }

  MemorySegment newOperation(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return operationNew.toPointer(arena.allocateFrom(name));
    }
  }

  /** Whether the value was taken; enumerations are given by libvips' own names. */
  boolean setArgument(MemorySegment operation, String name, String value) {
    try (Arena arena = Arena.ofConfined()) {
      return setArgument.toInt(operation, arena.allocateFrom(name), arena.allocateFrom(value)) == 0;
    }
  }

  /** Asked before a property is set, because GObject only warns of unknown ones and goes on. */
  boolean hasArgument(MemorySegment operation, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment results = arena.allocate(ADDRESS, 3);
      return getArgument.toInt(
              operation,
              arena.allocateFrom(name),
              results,
              results.asSlice(ADDRESS.byteSize()),
              results.asSlice(2 * ADDRESS.byteSize()))
          == 0;
    }
  }

  /** The built operation, a reference of its own, or NULL. */
  MemorySegment build(MemorySegment operation) {
    return build.toPointer(operation);
  }

  void unrefOutputs(MemorySegment operation) {
    unrefOutputs.run(operation);
  }

  MemorySegment newSource() {
    return sourceNew.toPointer();
  }

  /**
   * Fills the buffer with what stands there in the source, before an image is opened from it. What
   * is read on the way is kept for the loader.
   *
   * @return whether there is as much
   */
  boolean read(MemorySegment source, long position, MemorySegment buffer) {
    boolean good = sourceSeek.toLong(source, position, FROM_START) == position;
    long filled = 0;
    while (good && filled < buffer.byteSize()) {
      long read = sourceRead.toLong(source, buffer.asSlice(filled), buffer.byteSize() - filled);
      good = read > 0;
      filled += read;
    }
    if (!good) {
      takeError();
    }
    return good;
  }

  MemorySegment newTarget() {
    return targetNew.toPointer();
  }

  void setImage(MemorySegment operation, String name, MemorySegment image) {
    gobjects.setObject(operation, name, imageType, image);
  }

  void setSource(MemorySegment operation, MemorySegment source) {
    gobjects.setObject(operation, "source", sourceType, source);
  }

  void setTarget(MemorySegment operation, MemorySegment target) {
    gobjects.setObject(operation, "target", targetType, target);
  }

  /** The array takes references of its own. */
  void setImages(MemorySegment operation, String name, MemorySegment... images) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointers = arena.allocate(ADDRESS, images.length);
      for (int i = 0; i < images.length; i++) {
        pointers.setAtIndex(ADDRESS, i, images[i]);
      }
      MemorySegment array = arrayImageNew.toPointer(pointers, images.length);
      gobjects.setBoxed(operation, name, arrayImageType, array);
      areaUnref.run(array);
    }
  }

  MemorySegment image(MemorySegment operation, String name) {
    return gobjects.object(operation, name, imageType);
  }

  /** Bytes of pixels that libvips holds, in the whole process. */
  long trackedMemory() {
    return trackedMemory.toLong();
  }

  int trackedAllocations() {
    return trackedAllocations.toInt();
  }

  int trackedFiles() {
    return trackedFiles.toInt();
  }
}
