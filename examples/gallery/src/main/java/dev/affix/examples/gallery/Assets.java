package dev.affix.examples.gallery;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** Style, script and icon of the pages, from the class path. */
final class Assets {
  private final Map<String, Answer> byPath =
      Map.of(
          "/app.css", read("app.css", "text/css; charset=utf-8"),
          "/app.js", read("app.js", "text/javascript; charset=utf-8"),
          "/icon.svg", read("icon.svg", "image/svg+xml"));

  Optional<Answer> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private static Answer read(String name, String contentType) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is not beside " + Assets.class.getName());
      }
      return Answer.asset(contentType, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
