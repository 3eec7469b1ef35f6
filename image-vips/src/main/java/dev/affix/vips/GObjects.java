package dev.affix.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/** The part of glib and gobject that operations need. */
final class GObjects {
  // sizeof(GValue): a type and two unions of eight bytes.
  private static final long VALUE_SIZE = 24;

  private final CFunction unref;
  private final CFunction setProperty;
  private final CFunction getProperty;
  private final CFunction valueInit;
  private final CFunction valueSetObject;
  private final CFunction valueSetBoxed;
  private final CFunction valueDupObject;
  private final CFunction valueUnset;
  private final CFunction connect;
  private final CFunction setLogHandler;
  private final CFunction free;
  private final CFunction freeStrings;

  GObjects(SymbolLookup lib) {
    unref = CFunction.of(lib, "g_object_unref", null, ADDRESS);
    setProperty = CFunction.of(lib, "g_object_set_property", null, ADDRESS, ADDRESS, ADDRESS);
    getProperty = CFunction.of(lib, "g_object_get_property", null, ADDRESS, ADDRESS, ADDRESS);
    valueInit = CFunction.of(lib, "g_value_init", ADDRESS, ADDRESS, JAVA_LONG);
    valueSetObject = CFunction.of(lib, "g_value_set_object", null, ADDRESS, ADDRESS);
    valueSetBoxed = CFunction.of(lib, "g_value_set_boxed", null, ADDRESS, ADDRESS);
    valueDupObject = CFunction.of(lib, "g_value_dup_object", ADDRESS, ADDRESS);
    valueUnset = CFunction.of(lib, "g_value_unset", null, ADDRESS);
    // The result, a handler's number, is as wide as C's long: not the same everywhere, not needed.
    connect =
        CFunction.of(
            lib,
            "g_signal_connect_data",
            null,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_INT);
    setLogHandler =
        CFunction.of(lib, "g_log_set_handler", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    free = CFunction.of(lib, "g_free", null, ADDRESS);
    freeStrings = CFunction.of(lib, "g_strfreev", null, ADDRESS);
  }

  void unref(MemorySegment object) {
    unref.run(object);
  }

  void setObject(MemorySegment owner, String name, long type, MemorySegment object) {
    set(owner, name, type, valueSetObject, object);
  }

  void setBoxed(MemorySegment owner, String name, long type, MemorySegment boxed) {
    set(owner, name, type, valueSetBoxed, boxed);
  }

  private void set(
      MemorySegment owner, String name, long type, CFunction setter, MemorySegment content) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(VALUE_SIZE, 8);
      valueInit.toPointer(value, type);
      setter.run(value, content);
      setProperty.run(owner, arena.allocateFrom(name), value);
      valueUnset.run(value);
    }
  }

  /** The object a property holds, with a reference that the caller owns. */
  MemorySegment object(MemorySegment owner, String name, long type) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(VALUE_SIZE, 8);
      valueInit.toPointer(value, type);
      getProperty.run(owner, arena.allocateFrom(name), value);
      MemorySegment object = valueDupObject.toPointer(value);
      valueUnset.run(value);
      return object;
    }
  }

  void connect(MemorySegment object, String signal, MemorySegment callback, MemorySegment data) {
    try (Arena arena = Arena.ofConfined()) {
      connect.run(object, arena.allocateFrom(signal), callback, data, MemorySegment.NULL, 0);
    }
  }

  /** Errors, critical ones and warnings of that domain go to the callback instead of stderr. */
  void log(String domain, MemorySegment callback) {
    int errorCriticalWarning = 4 | 8 | 16;
    try (Arena arena = Arena.ofConfined()) {
      setLogHandler.toInt(
          arena.allocateFrom(domain), errorCriticalWarning, callback, MemorySegment.NULL);
    }
  }

  void free(MemorySegment memory) {
    free.run(memory);
  }

  void freeStrings(MemorySegment strings) {
    freeStrings.run(strings);
  }
}
