package dev.affix.vips.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * A line of packages.txt: where the library of a platform comes from.
 *
 * @param platform the classifier of the jar
 * @param integrity what npm publishes as the digest of the package's archive
 * @param library the library's file inside the package
 */
record NpmPackage(String platform, String name, String version, String integrity, String library) {

  static List<NpmPackage> list(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(NpmPackage::of)
        .toList();
  }

  private static NpmPackage of(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 5 || !words[3].matches("sha512-[A-Za-z0-9+/]{86}==")) {
      throw new IllegalArgumentException("no line of a list of packages: '" + line + "'");
    }
    return new NpmPackage(words[0], words[1], words[2], words[3], words[4]);
  }

  /** Named as by {@code npm pack}. */
  String archive() {
    return name.replace("@", "").replace('/', '-') + "-" + version + ".tgz";
  }

  /** Where every npm registry has the archive, below its own address. */
  String path() {
    return name + "/-/" + name.substring(name.indexOf('/') + 1) + "-" + version + ".tgz";
  }

  String scope() {
    return name.substring(0, name.indexOf('/'));
  }

  boolean is(byte[] archive) {
    return integrity.equals(
        "sha512-" + Base64.getEncoder().encodeToString(Digests.of("SHA-512", archive)));
  }
}
