package dev.affix.vips;

import dev.affix.AffixException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds libvips: where the application says, else where the property {@code affix.vips.library} or
 * the environment variable {@code AFFIX_VIPS_LIBRARY} says, else in the natives artifact on the
 * class path, else under its usual names. A place that was named, or an artifact that is there, and
 * does not work is an error; there is no falling back to another library then.
 */
final class LibraryFinder {
  static final String PROPERTY = "affix.vips.library";
  static final String VARIABLE = "AFFIX_VIPS_LIBRARY";

  private static final Pattern FILE =
      Pattern.compile(
          "libvips(-cpp)?(\\.so(\\.\\d+)*|(\\.\\d+)*\\.dylib|-42(-\\d+)?\\.dll)",
          Pattern.CASE_INSENSITIVE);
  private static final int FOLDER_DEPTH = 4;

  final List<String> tried = new ArrayList<>();

  /** The library and what was found in it. */
  static Engine find(@Nullable Path configured) {
    var finder = new LibraryFinder();
    Path place = place(configured);
    if (place != null) {
      return finder.named(place);
    }
    Engine natives = finder.natives(NativesPlatform.current(), UnpackPlaces.ofThisProcess());
    return natives == null ? finder.system() : natives;
  }

  /**
   * What {@link #find} would open, for a process that does not see this one's class path; null for
   * the system's library.
   */
  static @Nullable Path placeForOthers(@Nullable Path configured) {
    Path place = place(configured);
    return place == null ? new LibraryFinder().unpackedNatives() : place;
  }

  /** Null if no artifact for this platform is on the class path; nothing is opened. */
  private @Nullable Path unpackedNatives() {
    NativesArtifact artifact = artifact(NativesPlatform.current());
    if (artifact == null) {
      return null;
    }
    for (Path place : UnpackPlaces.ofThisProcess()) {
      try {
        return UnpackFolder.in(place).unpack(artifact);
      } catch (IOException e) {
        tried.add("affix-image-vips-natives, unpacked into '" + place + "': " + reason(e));
      }
    }
    throw unusable();
  }

  /** Where the library is said to be; null if nobody says. */
  private static @Nullable Path place(@Nullable Path configured) {
    if (configured != null) {
      return configured;
    }
    String place = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    return place == null || place.isBlank() ? null : Path.of(place);
  }

  private Engine named(Path place) {
    for (Path file : files(place)) {
      Engine engine = open(file.toString(), Origin.NAMED);
      if (engine != null) {
        return engine;
      }
    }
    throw missing(null);
  }

  /** Null if no artifact for this platform is on the class path. */
  @Nullable Engine natives(@Nullable String platform, List<Path> places) {
    NativesArtifact artifact = artifact(platform);
    if (artifact == null) {
      tellOtherPlatforms(platform);
      return null;
    }
    return unpacked(artifact, places);
  }

  private @Nullable NativesArtifact artifact(@Nullable String platform) {
    try {
      return platform == null ? null : NativesArtifact.find(platform);
    } catch (IOException e) {
      tried.add("affix-image-vips-natives, " + platform + ": " + reason(e));
      throw missing(e);
    }
  }

  Engine unpacked(NativesArtifact artifact, List<Path> places) {
    for (Path place : places) {
      try {
        Path library = UnpackFolder.in(place).unpack(artifact);
        Engine engine = open(library.toString(), Origin.NATIVES);
        if (engine != null) {
          return engine;
        }
      } catch (IOException e) {
        tried.add("affix-image-vips-natives, unpacked into '" + place + "': " + reason(e));
      }
    }
    throw unusable();
  }

  private AffixException unusable() {
    tried.add(
        "affix-image-vips-natives elsewhere? Name a folder that libraries may be loaded from by the"
            + (" system property " + UnpackPlaces.PROPERTY)
            + (" or the environment variable " + UnpackPlaces.VARIABLE));
    return missing(null);
  }

  private void tellOtherPlatforms(@Nullable String platform) {
    List<String> others = NativesArtifact.platforms();
    if (!others.isEmpty()) {
      tried.add(
          "affix-image-vips-natives: on the class path for "
              + others
              + ", but this is "
              + (platform == null
                  ? System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                  : platform));
    }
  }

  /** Exceptions of file systems say what is wrong by their type. */
  private static String reason(IOException e) {
    return e instanceof FileSystemException ? e.toString() : String.valueOf(e.getMessage());
  }

  private Engine system() {
    for (String name : systemNames(System.getProperty("os.name", ""))) {
      Engine engine = open(name, Origin.SYSTEM);
      if (engine != null) {
        return engine;
      }
    }
    throw missing(null);
  }

  private List<Path> files(Path place) {
    if (Files.isRegularFile(place)) {
      return List.of(place.toAbsolutePath());
    }
    if (!Files.isDirectory(place)) {
      tried.add("'" + place + "': no such file or folder");
      return List.of();
    }
    try (Stream<Path> found = Files.walk(place.toAbsolutePath(), FOLDER_DEPTH)) {
      List<Path> libraries =
          found
              .filter(file -> FILE.matcher(name(file)).matches() && Files.isRegularFile(file))
              // libvips itself before its C++ face, which elsewhere than in the self-contained
              // build is a small library that only leads to it.
              .sorted(Comparator.comparing(LibraryFinder::isCpp).thenComparing(Path::toString))
              .toList();
      if (libraries.isEmpty()) {
        tried.add("'" + place + "': a folder without libvips*.so*, libvips*.dylib or libvips*.dll");
      }
      return libraries;
    } catch (IOException e) {
      throw missing(e);
    }
  }

  private @Nullable Engine open(String library, Origin origin) {
    try {
      return Engine.of(library, origin);
    } catch (IllegalArgumentException e) {
      tried.add("'" + library + "': cannot be opened");
    } catch (MissingSymbolException e) {
      tried.add("'" + library + "': " + e.getMessage());
    }
    return null;
  }

  /** The library's symbols; those of glib and gobject come with it, or lie beside it. */
  @SuppressWarnings("restricted") // the one place where libraries are opened
  static SymbolLookup symbols(String library) {
    SymbolLookup vips = lookup(library);
    if (vips.find("vips_init").isEmpty()) {
      throw new MissingSymbolException("it has no vips_init");
    }
    if (vips.find("g_object_unref").isPresent() && vips.find("g_free").isPresent()) {
      return vips;
    }
    Path folder = Path.of(library).getParent();
    SymbolLookup all = vips;
    for (String name : besideNames(System.getProperty("os.name", ""))) {
      Path beside = folder == null ? null : folder.resolve(name);
      String place = beside != null && Files.exists(beside) ? beside.toString() : name;
      try {
        all = all.or(lookup(place));
      } catch (IllegalArgumentException e) {
        throw new MissingSymbolException("'" + place + "', which it needs, cannot be opened");
      }
    }
    return all;
  }

  @SuppressWarnings("restricted") // as above
  private static SymbolLookup lookup(String library) {
    Path path = Path.of(library);
    return path.isAbsolute()
        ? SymbolLookup.libraryLookup(path, Arena.global())
        : SymbolLookup.libraryLookup(library, Arena.global());
  }

  static List<String> systemNames(String os) {
    String system = os.toLowerCase(Locale.ROOT);
    if (system.contains("win")) {
      return List.of("libvips-42.dll");
    }
    if (system.contains("mac")) {
      return List.of(
          "libvips.42.dylib",
          "/opt/homebrew/lib/libvips.42.dylib",
          "/usr/local/lib/libvips.42.dylib",
          "/opt/local/lib/libvips.42.dylib");
    }
    return List.of("libvips.so.42", "libvips.so");
  }

  private static List<String> besideNames(String os) {
    String system = os.toLowerCase(Locale.ROOT);
    if (system.contains("win")) {
      return List.of("libglib-2.0-0.dll", "libgobject-2.0-0.dll");
    }
    if (system.contains("mac")) {
      return List.of("libglib-2.0.0.dylib", "libgobject-2.0.0.dylib");
    }
    return List.of("libglib-2.0.so.0", "libgobject-2.0.so.0");
  }

  private static boolean isCpp(Path file) {
    return name(file).toLowerCase(Locale.ROOT).startsWith("libvips-cpp");
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString();
  }

  private static String classifier() {
    String platform = NativesPlatform.current();
    return platform == null ? "of your platform" : platform;
  }

  private AffixException missing(@Nullable Throwable cause) {
    return new AffixException(
        """
        libvips 8.13 or newer was not found, so image variants cannot be made. Tried:
          %s
        Without installing anything: put dev.affix:affix-image-vips-natives with the classifier %s \
        on the class path. Or install it:
          Debian 13, Ubuntu 24.04 and newer   apt-get install --no-install-recommends libvips42t64
          Debian 12, Ubuntu 22.04             apt-get install --no-install-recommends libvips42
          Fedora                              dnf install vips
          Alpine                              apk add vips
          macOS                               brew install vips
          Windows                             put the bin folder of a libvips release on PATH
        or name its file or folder: VipsImageProcessor.builder().library(..), the system property \
        %s, or the environment variable %s.
        Attaching and serving originals works without it.\
        """
            .formatted(String.join("\n  ", tried), classifier(), PROPERTY, VARIABLE),
        cause);
  }
}
