package dev.affix.vips;

import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * One libvips, opened, restricted and checked. Its settings hold for the whole process: no cache,
 * one thread a picture, only the loaders and savers named here.
 */
final class Engine {
  /**
   * Whether a file is a build with everything inside, as its name tells: there libheif is of the
   * same age as libvips.
   */
  private static final Pattern SELF_CONTAINED =
      Pattern.compile(".*libvips-cpp\\.(so\\.)?8\\.\\d+\\.\\d+(\\.dylib)?");

  private static final Map<String, Engine> ENGINES = new ConcurrentHashMap<>();

  private static volatile boolean expendable;

  final String library;
  final Origin origin;
  final Libvips vips;
  final Upcalls upcalls = new Upcalls();
  final Set<SourceFormat> loads = EnumSet.noneOf(SourceFormat.class);
  final List<String> warnings = new ArrayList<>();

  /** Libraries stay open: code of libvips may run as long as the process does. */
  static Engine of(String library, Origin origin) {
    return ENGINES.computeIfAbsent(library, name -> new Engine(name, origin));
  }

  /** Says, before any is opened, that it does no harm if libvips ends this process. */
  static void mayEndTheProcess() {
    expendable = true;
  }

  private Engine(String library, Origin origin) {
    this(library, origin, LibraryFinder.symbols(library));
  }

  Engine(String library, Origin origin, SymbolLookup symbols) {
    this.library = library;
    this.origin = origin;
    vips = new Libvips(symbols);
    upcalls.catchLogs(vips);
    vips.cacheNothing();
    vips.oneThreadPerPicture();
    if (!vips.atLeast(8, 15, 0)) {
      vips.disableVectorCode();
      warnings.add(
          "older than 8.15: its vector code can crash the JVM and was switched off; Debian 12's"
              + " build is of this kind. Prefer a self-contained newer build.");
    }
    if (!vips.atLeast(8, 18, 3)) {
      warnings.add(
          "upstream releases before 8.18.3 have known faults in the GIF and TIFF loaders; make sure"
              + " that your distribution has mended them.");
    }
    restrict();
  }

  private void restrict() {
    boolean selfContained = origin == Origin.NATIVES || SELF_CONTAINED.matcher(library).matches();
    boolean safeHeif = vips.atLeast(8, 18, 0) && selfContained;
    for (SourceFormat format : SourceFormat.values()) {
      if (format == SourceFormat.AVIF && !safeHeif && !expendable) {
        warnings.add("AVIF is not read: an old libheif can end the process at a file's header.");
      } else if (vips.has(format.loader)) {
        loads.add(format);
      } else {
        warnings.add(format + " is not read: this build has no " + format.loader + ".");
      }
    }
    for (Output output : Output.values()) {
      if (!vips.has(output.saver)) {
        warnings.add(output + " is not written: this build has no " + output.saver + ".");
      }
    }
    var loaders = new Loaders(vips, loads);
    loaders.restrict();
    loaders.requireRefusal();
    requireReading(SourceFormat.JPEG);
    requireReading(SourceFormat.PNG);
  }

  private void requireReading(SourceFormat format) {
    if (!loads.contains(format) || vips.isBlocked(format.loader)) {
      throw new MissingSymbolException(
          "it does not read " + format + " (" + format.loader + "); a build that does is needed");
    }
  }

  /** What a person wants to know of this library, in lines. */
  String report() {
    var text = new StringBuilder();
    text.append("libvips ").append(vips.version()).append('\n');
    text.append("library: ").append(library).append(", ").append(origin.words).append('\n');
    text.append("reads: ").append(loads).append('\n');
    text.append("writes: ").append(Output.writtenBy(vips)).append('\n');
    text.append("blocked: all other loaders and savers, for the whole process\n");
    warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    return text.toString();
  }
}
