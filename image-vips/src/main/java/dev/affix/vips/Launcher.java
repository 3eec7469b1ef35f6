package dev.affix.vips;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts image processes: this JVM's own {@code java} with a private jar, in a folder of the
 * owner's alone that goes with the last of them.
 */
class Launcher implements AutoCloseable {
  /** Of the application's environment, which may hold secrets, only what finds libraries. */
  private static final Set<String> PASSED_ON =
      Set.of(
          "PATH",
          "LD_LIBRARY_PATH",
          "LD_PRELOAD",
          "DYLD_LIBRARY_PATH",
          "DYLD_FALLBACK_LIBRARY_PATH",
          "MALLOC_ARENA_MAX",
          "MALLOC_CONF",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "SYSTEMROOT",
          "TMPDIR",
          "TEMP",
          "TMP");

  private static final String JAR = "image-process.jar";
  private static final int CRASH_LOG = 2_000;
  private static final Pattern OWN = Pattern.compile("image-process\\.jar|crash-.*\\.log");

  private final int largest;
  private @Nullable Place place;

  /** A folder, and whose it is. */
  private record Place(Path folder, UserPrincipal owner) {
    /** Folders for temporary files are swept; what lies there then may be somebody else's. */
    boolean isWhole() throws IOException {
      return Files.isRegularFile(folder.resolve(JAR), LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner);
    }
  }

  /**
   * Nothing is written before the first start.
   *
   * @param largest bytes that a result may have, which the heap has room for
   */
  Launcher(int largest) {
    this.largest = largest;
  }

  final Process start() throws IOException {
    Path folder = folder();
    var builder = new ProcessBuilder(command(folder)).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> !PASSED_ON.contains(name.toUpperCase(Locale.ROOT)));
    // On glibc, memory that one thread gave back stays out of reach of others otherwise.
    environment.putIfAbsent("MALLOC_ARENA_MAX", "2");
    return builder.start();
  }

  private synchronized Path folder() throws IOException {
    if (place == null || !place.isWhole()) {
      Path folder = Files.createTempDirectory("affix-vips-");
      try (OutputStream out = Files.newOutputStream(folder.resolve(JAR))) {
        ChildClasses.write(ChildMain.class, out);
      }
      place = new Place(folder, Files.getOwner(folder));
    }
    return place.folder();
  }

  /** The command line of a process. */
  List<String> command(Path folder) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    words.add("-XX:+IgnoreUnrecognizedVMOptions");
    // A result is held four times over while its buffer grows.
    words.add("-Xmx" + (48 + 4L * largest / (1 << 20)) + "m");
    words.add("-Xms16m");
    words.add("-XX:+UseSerialGC");
    words.add("-Xshare:auto");
    words.add("-XX:-UsePerfData");
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.add("-XX:-CreateCoredumpOnCrash");
    words.add("-XX:ErrorFile=" + folder.resolve("crash-%p.log"));
    // Standard output is the pipe: nothing else may get there.
    words.add("-XX:+DisplayVMOutputToStderr");
    words.add("-Xlog:disable");
    // Signals for the whole group are the application's affair.
    words.add("-Xrs");
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("-Dslf4j.internal.verbosity=ERROR");
    words.add("-cp");
    words.add(folder.resolve(JAR).toString());
    words.add(ChildMain.class.getName());
    words.add(folder.toString());
    return List.copyOf(words);
  }

  /** What a JVM that crashed wrote about it, taken away; empty if there is nothing. */
  final String crashLog(Process process) {
    Place last;
    synchronized (this) {
      last = place;
    }
    Path file = last == null ? null : last.folder().resolve("crash-" + process.pid() + ".log");
    if (file == null || !Files.exists(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(CRASH_LOG), StandardCharsets.UTF_8);
      Files.deleteIfExists(file);
      return text;
    } catch (IOException e) {
      return "";
    }
  }

  /** Also done by the processes themselves when the application is gone. */
  @Override
  public final synchronized void close() {
    try {
      if (place != null && place.isWhole()) {
        delete(place.folder());
      }
    } catch (IOException e) {
      // It is gone already.
    }
  }

  /** What was put there, and nothing else. */
  static void delete(Path folder) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> OWN.matcher(name(file)).matches()).toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException | UncheckedIOException e) {
      // Another process does the same, or the file is still in use: it is only a temporary one.
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
