package dev.affix.vips.natives;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A small npm package as it is packed, and the line that stands for it in packages.txt. */
final class Packed {
  private final NpmPackage line;
  private final byte[] archive;

  private Packed(NpmPackage line, byte[] archive) {
    this.line = line;
    this.archive = archive;
  }

  static Packed of(String platform, String library) {
    byte[] archive =
        tar(
            Map.of(
                "package/" + library,
                "the code of " + platform,
                "package/README.md",
                "licences of others",
                "package/versions.json",
                "{\n  \"glib\": \"2.90.0\",\n  \"vips\": \"8.99.1\"\n}",
                "package/other.txt",
                "x".repeat(2_000)));
    String integrity =
        "sha512-" + Base64.getEncoder().encodeToString(Digests.of("SHA-512", archive));
    return new Packed(
        new NpmPackage(platform, "@img/lib-" + platform, "1.2.3", integrity, library), archive);
  }

  NpmPackage line() {
    return line;
  }

  byte[] archive() {
    return archive.clone();
  }

  String text() {
    return String.join(
        " ", line.platform(), line.name(), line.version(), line.integrity(), line.library());
  }

  private static byte[] tar(Map<String, String> files) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[512];
        put(header, 0, file.getKey());
        put(header, 124, "%011o".formatted(content.length));
        header[156] = '0';
        out.write(header);
        out.write(content);
        out.write(new byte[(512 - content.length % 512) % 512]);
      }
      out.write(new byte[1024]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
