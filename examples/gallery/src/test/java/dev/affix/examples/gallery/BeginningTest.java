package dev.affix.examples.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gallery begins with, and what may be missing. */
class BeginningTest {
  @TempDir Path folder;

  @Test
  void photographsOfTheFolderAreShownWithTheirAuthors() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("photos"));
    for (int i = 0; i < 3; i++) {
      Files.write(photos.resolve("view" + i + ".jpg"), Photos.jpeg(400, 300, i));
    }
    Files.writeString(
        photos.resolve("ORIGIN.txt"),
        """
        file | copyright | licence
        view0.jpg | 2018. Ann <Photo> | CC-BY-SA-4.0
        view1.jpg | "Bob", 2019 | CC0-1.0
        """);
    try (Gallery gallery = open()) {
      var visitor = new Visitor(gallery.address());
      assertThat(visitor.pictures("/")).hasSize(3);
      assertThat(visitor.page("/"))
          .contains(
              "Photo: Ann &lt;Photo&gt;, <a href=\"https://creativecommons.org/licenses/by-sa/4.0/\"",
              "Photo: Bob, <a href=\"https://creativecommons.org/publicdomain/zero/1.0/\"")
          .contains("12 people. 9 still wait for a photograph.");
      assertThat(visitor.album(1)).hasSize(2);
      assertThat(visitor.statements("/")).isEqualTo(2);
    }
  }

  @Test
  void withoutPhotographsTheFirstUploadIsInvited() throws IOException {
    try (Gallery gallery = open()) {
      var visitor = new Visitor(gallery.address());
      assertThat(visitor.page("/"))
          .contains("Nobody has a photograph yet: choose somebody and upload the first.");
      assertThat(visitor.page("/people/1")).contains("No pictures in the album yet.");
      for (int id = 1; id <= 12; id++) {
        gallery.people().remove(id);
      }
      assertThat(visitor.page("/")).contains("Nobody is here yet.");
      assertThat(visitor.statements("/")).isEqualTo(1);
    }
  }

  @Test
  void withoutLibvipsOriginalsAreShown() throws IOException {
    String before = System.setProperty("affix.vips.library", folder.resolve("nothing").toString());
    try (Gallery gallery = open()) {
      var visitor = new Visitor(gallery.address());
      byte[] photo = Photos.jpeg(1000, 700, 3);
      visitor.upload("PUT", "/people/1/photo", "photo.jpg", photo);
      assertThat(visitor.page("/")).contains("Thumbnails are off, because libvips was not found");
      assertThat(visitor.get(visitor.pictures("/").getFirst()).body()).isEqualTo(photo);
      assertThat(visitor.get(visitor.pictures("/people/1").getFirst()).body()).isEqualTo(photo);
    } finally {
      if (before == null) {
        System.clearProperty("affix.vips.library");
      } else {
        System.setProperty("affix.vips.library", before);
      }
    }
  }

  @Test
  void aPortInUseIsTold() throws IOException {
    try (Gallery gallery = open()) {
      var taken =
          new Settings("127.0.0.1", gallery.address().getPort(), folder.resolve("other"), folder);
      assertThatThrownBy(() -> Gallery.open(taken))
          .satisfies(e -> assertThat(Reasons.of(e)).contains("PORT=9090 bin/demo"));
    }
  }

  @Test
  void theEnvironmentChoosesTheAddress() {
    assertThat(Settings.of(Map.of()))
        .isEqualTo(new Settings("127.0.0.1", 8080, Path.of("var/gallery"), Path.of("var/photos")));
    assertThat(Settings.of(Map.of("HOST", "::1", "PORT", "0")).port()).isZero();
    assertThatThrownBy(() -> Settings.of(Map.of("PORT", "http")))
        .hasMessage("PORT must be 0 to 65535, but was \"http\"");
  }

  private Gallery open() throws IOException {
    return Gallery.open(
        new Settings("127.0.0.1", 0, folder.resolve("home"), folder.resolve("photos")));
  }
}
