package dev.affix.examples.gallery;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Style, script and icon of the pages, from the class path, and the uploader where there is one.
 */
final class Assets {
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private final Map<String, Answer> byPath = new HashMap<>();

  /**
   * @param uploader script of the client for direct uploads; need not exist
   */
  Assets(Path uploader) throws IOException {
    byPath.put("/app.css", read("app.css", "text/css; charset=utf-8"));
    byPath.put("/app.js", read("app.js", SCRIPT));
    byPath.put("/icon.svg", read("icon.svg", "image/svg+xml"));
    if (Files.isRegularFile(uploader)) {
      byPath.put(Layout.UPLOADER, Answer.asset(SCRIPT, Files.readAllBytes(uploader)));
    }
  }

  boolean hasUploader() {
    return byPath.containsKey(Layout.UPLOADER);
  }

  Optional<Answer> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private static Answer read(String name, String contentType) throws IOException {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is not beside " + Assets.class.getName());
      }
      return Answer.asset(contentType, in.readAllBytes());
    }
  }
}
