package dev.affix.vips.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The machine that builds. */
final class Machine {
  private static final Map<String, String> CPUS =
      Map.of("amd64", "x64", "x86_64", "x64", "aarch64", "arm64");

  private Machine() {}

  /** Its platform, in the words of packages.txt; it need not stand there. */
  static String platform() throws IOException {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String cpu = System.getProperty("os.arch");
    cpu = CPUS.getOrDefault(cpu, cpu);
    return (os.startsWith("win") ? "win32" : os.startsWith("mac") ? "osx" : linux()) + "-" + cpu;
  }

  private static String linux() throws IOException {
    Path mappings = Path.of("/proc/self/maps");
    boolean musl = Files.exists(mappings) && Files.readString(mappings).contains("/ld-musl-");
    return musl ? "linuxmusl" : "linux";
  }
}
