package dev.affix.vips;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code affix-image-vips-natives} holds for one platform: files named in a list with their
 * digests, the library first.
 */
final class NativesArtifact {
  /** The list's file; its lines are a SHA-256 in hexadecimal, a space, and a file name. */
  static final String LIST = "contents.txt";

  private static final String FOLDER = "META-INF/affix-vips-natives/";
  private static final String LINE = "[0-9a-f]{64} [A-Za-z0-9][A-Za-z0-9._-]*";

  /** A file of the artifact and the SHA-256 of its bytes. */
  record Entry(String name, String sha256) {}

  private final ClassLoader loader;
  private final String folder;
  private final String digest;
  private final List<Entry> entries;

  private NativesArtifact(ClassLoader loader, String folder, byte[] list) throws IOException {
    this.loader = loader;
    this.folder = folder;
    this.digest = Sha256.of(list);
    this.entries = entries(new String(list, StandardCharsets.UTF_8));
  }

  /**
   * That of this platform, where this class came from or where the calling thread's classes come
   * from; null if there is none.
   */
  static @Nullable NativesArtifact find(String platform) throws IOException {
    for (ClassLoader loader : loaders()) {
      NativesArtifact found = find(loader, platform);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  static @Nullable NativesArtifact find(ClassLoader loader, String platform) throws IOException {
    String folder = FOLDER + platform + "/";
    URL list = loader.getResource(folder + LIST);
    if (list == null) {
      return null;
    }
    try (InputStream in = open(list)) {
      return new NativesArtifact(loader, folder, in.readAllBytes());
    }
  }

  /** The platforms whose artifacts are on the class path, for a message. */
  static List<String> platforms() {
    return NativesPlatform.ALL.stream()
        .filter(platform ->
            loaders().stream()
                .anyMatch(loader -> loader.getResource(FOLDER + platform + "/" + LIST) != null))
        .toList();
  }

  /** Changes with every byte of every file. */
  String digest() {
    return digest;
  }

  /** The library first. */
  List<Entry> entries() {
    return entries;
  }

  /** The caller closes it. */
  InputStream open(Entry entry) throws IOException {
    URL file = loader.getResource(folder + entry.name());
    if (file == null) {
      throw new IOException("the jar lacks '" + folder + entry.name() + "', which it lists");
    }
    return open(file);
  }

  private static InputStream open(URL resource) throws IOException {
    URLConnection connection = resource.openConnection();
    // With the cache, the jar would stay open as long as the JVM lives.
    connection.setUseCaches(false);
    return connection.getInputStream();
  }

  private static List<Entry> entries(String list) throws IOException {
    var entries = new ArrayList<Entry>();
    for (String line : list.lines().toList()) {
      if (!line.matches(LINE)) {
        throw new IOException("the list of its files has a line that is none: '" + line + "'");
      }
      entries.add(new Entry(line.substring(65), line.substring(0, 64)));
    }
    if (entries.isEmpty()) {
      throw new IOException("the list of its files is empty");
    }
    return List.copyOf(entries);
  }

  private static List<ClassLoader> loaders() {
    return Stream.concat(
            Stream.ofNullable(NativesArtifact.class.getClassLoader()),
            Stream.ofNullable(Thread.currentThread().getContextClassLoader()))
        .distinct()
        .toList();
  }
}
