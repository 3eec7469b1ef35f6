package dev.affix.vips;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A natives artifact on a class path of its own, whose library is any bytes. */
final class FakeArtifact {
  static final String PLATFORM = "linux-x64";
  static final String LIBRARY = "libvips-cpp.so.8.99.1";

  private FakeArtifact() {}

  static NativesArtifact of(Path classPath, byte[] library) throws IOException {
    return of(classPath, library, Sha256.of(library) + " " + LIBRARY + "\n");
  }

  static NativesArtifact of(Path classPath, byte[] library, String list) throws IOException {
    Path folder =
        Files.createDirectories(classPath.resolve("META-INF/affix-vips-natives/" + PLATFORM));
    Files.write(folder.resolve(LIBRARY), library);
    Files.writeString(folder.resolve(NativesArtifact.LIST), list, StandardCharsets.UTF_8);
    return at(classPath);
  }

  static NativesArtifact at(Path classPath) throws IOException {
    var loader = new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null);
    NativesArtifact found = NativesArtifact.find(loader, PLATFORM);
    if (found == null) {
      throw new IllegalStateException("no artifact at " + classPath);
    }
    return found;
  }
}
