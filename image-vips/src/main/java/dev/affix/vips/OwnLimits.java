package dev.affix.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an image process forbids itself, as far as the system lets it. */
final class OwnLimits {
  private static final int LINUX_DATA = 2;
  private static final int CORE = 4;

  /** What the JVM comes to need for compiling, and for what it compiled. */
  private static final long COMPILED_CODE = 32L << 20;

  private static final int[] HANGUP_INTERRUPT_TERMINATE = {1, 2, 15};
  private static final MemorySegment IGNORE = MemorySegment.ofAddress(1);
  private static final Path STATUS = Path.of("/proc/self/status");

  private OwnLimits() {}

  /** Leaves no copy of its memory, and so of somebody's picture, behind when it crashes. */
  static void leaveNoCore() throws IOException {
    if (!isWindows()) {
      limit(CORE, 0);
    }
  }

  /**
   * Takes no notice of signals that are sent to a whole group or service: the application ends its
   * processes itself, after the work that is under way.
   */
  static void ignoreSignals() {
    if (!isWindows()) {
      CFunction signal = CFunction.of(library(), "signal", ADDRESS, JAVA_INT, ADDRESS);
      for (int number : HANGUP_INTERRUPT_TERMINATE) {
        signal.toPointer(number, IGNORE);
      }
    }
  }

  /**
   * Lets the process have so many more bytes of memory than it has now; on Linux, elsewhere nothing
   * happens. What the JVM only reserves does not count, unlike with a limit of address space.
   *
   * @return bytes it has now; 0 where that cannot be told
   */
  static long limitMemory(long more) throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    long now = memory();
    Runtime heap = Runtime.getRuntime();
    long limit = now + (heap.maxMemory() - heap.totalMemory()) + COMPILED_CODE + more;
    limit(LINUX_DATA, limit);
    return now;
  }

  /** Bytes of memory of its own; 0 where that cannot be told. */
  static long memory() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmData:")) {
        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  private static void limit(int what, long most) throws IOException {
    CFunction setLimit = CFunction.of(library(), "setrlimit", JAVA_INT, JAVA_INT, ADDRESS);
    try (Arena arena = Arena.ofConfined()) {
      if (setLimit.toInt(what, arena.allocateFrom(JAVA_LONG, most, most)) != 0) {
        throw new IOException("The system does not let the process limit itself");
      }
    }
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").startsWith("Windows");
  }

  private static SymbolLookup library() {
    return Linker.nativeLinker().defaultLookup();
  }
}
