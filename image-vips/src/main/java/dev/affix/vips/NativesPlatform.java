package dev.affix.vips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The classifiers of the natives artifact, and which of them fits this machine. */
final class NativesPlatform {
  static final List<String> ALL =
      List.of(
          "linux-x64",
          "linux-arm64",
          "linuxmusl-x64",
          "linuxmusl-arm64",
          "osx-x64",
          "osx-arm64",
          "win32-x64");

  private static final Path MAPPINGS = Path.of("/proc/self/maps");

  private NativesPlatform() {}

  /** Null where there is no artifact for this machine. */
  static @Nullable String current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), musl(MAPPINGS));
  }

  static @Nullable String of(String os, String cpu, boolean musl) {
    String system = os.toLowerCase(Locale.ROOT);
    String name =
        system.startsWith("win")
            ? "win32"
            : system.startsWith("mac") ? "osx" : system.equals("linux") ? "linux" : system;
    String classifier =
        (musl && name.equals("linux") ? "linuxmusl" : name)
            + switch (cpu.toLowerCase(Locale.ROOT)) {
              case "amd64", "x86_64" -> "-x64";
              case "aarch64", "arm64" -> "-arm64";
              default -> "-" + cpu;
            };
    return ALL.contains(classifier) ? classifier : null;
  }

  /** What this process itself runs on: a machine may have both C libraries. */
  static boolean musl(Path mappings) {
    try (Stream<String> lines = Files.lines(mappings)) {
      return lines.anyMatch(line -> line.contains("/ld-musl-"));
    } catch (IOException e) {
      return false; // no Linux
    }
  }
}
