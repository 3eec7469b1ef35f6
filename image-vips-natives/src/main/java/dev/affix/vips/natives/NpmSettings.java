package dev.affix.vips.natives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's settings for npm, as far as they say where packages are: read where npm itself is not
 * installed, which knows them best.
 *
 * @param environment variables such as {@code npm_config_registry}, in upper or lower case
 * @param files npmrc files, the one that wins first
 */
record NpmSettings(Map<String, String> environment, List<Path> files) {

  static NpmSettings ofThisUser() {
    Map<String, String> environment = System.getenv();
    Path own = Path.of(System.getProperty("user.home"), ".npmrc");
    return new NpmSettings(
        environment,
        List.of(
            variable(environment, "npm_config_userconfig").map(Path::of).orElse(own),
            variable(environment, "npm_config_globalconfig")
                .map(Path::of)
                .orElse(Path.of("/usr/local/etc/npmrc")),
            Path.of("/usr/etc/npmrc"),
            Path.of("/etc/npmrc")));
  }

  /** The registry for packages of that scope, with a slash at its end. */
  Optional<URI> registry(String scope) {
    return inFiles(scope + ":registry")
        .or(() -> variable(environment, "npm_config_registry"))
        .or(() -> inFiles("registry"))
        .map(address -> URI.create(address.endsWith("/") ? address : address + "/"));
  }

  private Optional<String> inFiles(String key) {
    return files.stream().flatMap(file -> values(file, key)).findFirst();
  }

  private static Stream<String> values(Path file, String key) {
    if (!Files.isReadable(file)) {
      return Stream.empty();
    }
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split("=", 2))
          .filter(pair -> pair.length == 2 && pair[0].strip().equals(key))
          .map(pair -> pair[1].strip().replaceAll("^\"(.*)\"$", "$1"))
          .filter(value -> !value.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return environment.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name) && !entry.getValue().isBlank())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
