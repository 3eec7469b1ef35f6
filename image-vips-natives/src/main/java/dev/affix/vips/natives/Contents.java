package dev.affix.vips.natives;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the jar of a platform contains.
 *
 * @param sources the folder src/main of this module, with licences and the notice to fill in
 */
record Contents(Path sources) {
  private static final String BASE = "META-INF/affix-vips-natives/";
  private static final Pattern VIPS = Pattern.compile("\"vips\": *\"([0-9.]+)\"");

  /** Writes them anew below a folder, unless they are there as they should be. */
  void write(NpmPackage origin, byte[] archive, Path folder) throws IOException {
    Path mark = folder.resolveSibling(folder.getFileName() + ".made-of");
    String made = made(origin);
    if (Files.isDirectory(folder) && Files.exists(mark) && Files.readString(mark).equals(made)) {
      return;
    }
    remove(folder);
    for (var file : files(origin, archive).entrySet()) {
      Path target = folder.resolve(BASE + origin.platform()).resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
    Files.writeString(mark, made);
  }

  /** For a platform whose package cannot be had: what an earlier build made is no part of this. */
  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolveSibling(folder.getFileName() + ".made-of"));
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private Map<String, byte[]> files(NpmPackage origin, byte[] archive) throws IOException {
    Map<String, byte[]> packed =
        Tar.files(archive, Set.of(origin.library(), "versions.json", "README.md"));
    byte[] library = requireNonNull(packed.get(origin.library()));
    byte[] versions = requireNonNull(packed.get("versions.json"));
    String name = origin.library().substring(origin.library().lastIndexOf('/') + 1);
    var files = new TreeMap<String, byte[]>();
    files.put(name, library);
    files.put("versions.json", versions);
    files.put("THIRD-PARTY.md", requireNonNull(packed.get("README.md")));
    String list = HexFormat.of().formatHex(Digests.of("SHA-256", library)) + " " + name + "\n";
    files.put("contents.txt", list.getBytes(StandardCharsets.UTF_8));
    files.put("NOTICE.txt", notice(origin, versions));
    for (String licence : Set.of("LGPL-3.0.txt", "GPL-3.0.txt")) {
      files.put("licenses/" + licence, Files.readAllBytes(licences().resolve(licence)));
    }
    return files;
  }

  private byte[] notice(NpmPackage origin, byte[] versions) throws IOException {
    Matcher vips = VIPS.matcher(new String(versions, StandardCharsets.UTF_8));
    if (!vips.find()) {
      throw new IOException("versions.json of " + origin.name() + " names no version of vips");
    }
    String scripts =
        origin.platform().startsWith("win")
            ? "https://github.com/libvips/build-win64-mxe, tag v" + vips.group(1)
            : "https://github.com/lovell/sharp-libvips, tag v" + origin.version();
    return Files.readString(template())
        .replace("@VIPS@", vips.group(1))
        .replace("@PLATFORM@", origin.platform())
        .replace("@PACKAGE@", origin.name())
        .replace("@VERSION@", origin.version())
        .replace("@SCRIPTS@", scripts)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Changes when any of the contents would. */
  private String made(NpmPackage origin) throws IOException {
    return origin + "\n" + Files.readString(template());
  }

  private Path template() {
    return sources.resolve("templates/NOTICE.txt");
  }

  private Path licences() {
    return sources.resolve("resources").resolve(BASE).resolve("licenses");
  }
}
