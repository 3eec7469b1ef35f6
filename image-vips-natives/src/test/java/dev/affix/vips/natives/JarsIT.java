package dev.affix.vips.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What this build packed: the jars of all platforms whose packages could be had. */
class JarsIT {
  private static final Path TARGET = Path.of("target");

  @Test
  void everyJarHoldsALibraryForItsPlatformAndTheTextsThatBelongToIt() throws IOException {
    for (NpmPackage each : built()) {
      try (var jar = new JarFile(jar(each).toFile())) {
        String folder = "META-INF/affix-vips-natives/" + each.platform() + "/";
        String name = each.library().substring(each.library().lastIndexOf('/') + 1);
        byte[] library = bytes(jar, folder + name);
        assertThat(kind(library)).as(each.platform()).isEqualTo(kindOf(each.platform()));
        assertThat(text(jar, folder + "contents.txt"))
            .isEqualTo(
                HexFormat.of().formatHex(Digests.of("SHA-256", library)) + " " + name + "\n");
        assertThat(text(jar, folder + "licenses/LGPL-3.0.txt"))
            .contains("GNU LESSER GENERAL PUBLIC LICENSE", "Version 3");
        assertThat(text(jar, folder + "licenses/GPL-3.0.txt"))
            .contains("GNU GENERAL PUBLIC LICENSE", "END OF TERMS AND CONDITIONS");
        assertThat(text(jar, folder + "THIRD-PARTY.md")).contains("libheif", "mozjpeg", "LGPLv3");
        assertThat(text(jar, folder + "versions.json")).contains("\"vips\"", "\"glib\"");
        assertThat(text(jar, folder + "NOTICE.txt"))
            .contains(each.name() + " " + each.version(), "affix.vips.library");
        assertThat(jar.stream().map(ZipEntry::getName))
            .noneMatch(entry -> entry.endsWith(".class") || entry.endsWith(".node"));
      }
    }
  }

  @Test
  void everyEntryHasTheTimeOfTheBuildFile() throws IOException {
    for (NpmPackage each : built()) {
      try (var jar = new JarFile(jar(each).toFile())) {
        assertThat(jar.stream().map(ZipEntry::getTimeLocal).distinct()).hasSize(1);
      }
    }
  }

  private static List<NpmPackage> built() throws IOException {
    List<NpmPackage> built =
        NpmPackage.list(Path.of("packages.txt")).stream()
            .filter(each -> Files.isDirectory(TARGET.resolve("natives").resolve(each.platform())))
            .toList();
    assertThat(built).extracting(NpmPackage::platform).contains(Machine.platform());
    return built;
  }

  private static Path jar(NpmPackage each) throws IOException {
    try (Stream<Path> all = Files.list(TARGET)) {
      return all.filter(file -> file.toString().endsWith("-" + each.platform() + ".jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The format and processor that the file's first bytes tell. */
  private static String kind(byte[] file) {
    int pe = le(file, 0x3c);
    return switch (file[0]) {
      case 0x7f -> "elf " + (file[18] & 0xff);
      case 'M' -> "pe " + Integer.toHexString(le(file, pe + 4) & 0xffff);
      default -> "macho " + Integer.toHexString(le(file, 4));
    };
  }

  private static String kindOf(String platform) {
    return switch (platform) {
      case "linux-x64", "linuxmusl-x64" -> "elf 62";
      case "linux-arm64", "linuxmusl-arm64" -> "elf 183";
      case "osx-x64" -> "macho 1000007";
      case "osx-arm64" -> "macho 100000c";
      case "win32-x64" -> "pe 8664";
      default -> throw new IllegalArgumentException(platform);
    };
  }

  private static int le(byte[] file, int at) {
    if (at < 0 || at + 4 > file.length) {
      return -1;
    }
    return (file[at] & 0xff)
        | (file[at + 1] & 0xff) << 8
        | (file[at + 2] & 0xff) << 16
        | (file[at + 3] & 0xff) << 24;
  }

  private static String text(JarFile jar, String name) throws IOException {
    return new String(bytes(jar, name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as(name).isNotNull();
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
