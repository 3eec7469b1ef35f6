package dev.affix.examples.gallery;

import dev.affix.storage.StorageService;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the gallery runs and keeps its things.
 *
 * @param host address to listen at
 * @param port port to listen at; 0 for any that is free
 * @param home folder of the database, the files and the signing key
 * @param photos folder of the photographs to begin with; need not exist
 * @param uploader script of the {@code @rails/activestorage} client; need not exist
 * @param bucket where files are kept instead of the home
 */
record Settings(
    String host, int port, Path home, Path photos, Path uploader, Optional<Bucket> bucket) {

  /**
   * A place that browsers may send files to by themselves.
   *
   * @param service stays open
   * @param origin scheme, host and port that its URLs begin with
   */
  record Bucket(StorageService service, String origin) {}

  /** With the files in the home. */
  Settings(String host, int port, Path home, Path photos, Path uploader) {
    this(host, port, home, photos, uploader, Optional.empty());
  }

  /** With the files in the home, and the script where {@code bin/setup} puts it. */
  Settings(String host, int port, Path home, Path photos) {
    this(host, port, home, photos, Path.of("var", "activestorage", "activestorage.js"));
  }

  /** {@code HOST} and {@code PORT} choose the address; without them, port 8080 of this machine. */
  static Settings of(Map<String, String> environment) {
    return new Settings(
        environment.getOrDefault("HOST", "127.0.0.1"),
        port(environment.getOrDefault("PORT", "8080")),
        Path.of("var", "gallery"),
        Path.of("var", "photos"));
  }

  private static int port(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new IllegalArgumentException("PORT must be 0 to 65535, but was \"" + text + "\"");
    }
    return Integer.parseInt(text);
  }
}
