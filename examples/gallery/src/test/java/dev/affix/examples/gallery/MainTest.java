package dev.affix.examples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, in a process of its own as bin/demo starts it. */
class MainTest {
  @TempDir Path folder;

  @Test
  void theGallerySaysWhereItIsAndASecondOneSaysThatThereIsAFirst() throws Exception {
    Process first = start();
    try (BufferedReader out = first.inputReader()) {
      String line = out.readLine();
      assertThat(line).matches("The gallery is open at http://127\\.0\\.0\\.1:[0-9]+/");
      var visitor = new Visitor(URI.create(line.substring(line.indexOf("http"))));
      assertThat(visitor.page("/")).contains("Amara Okafor");

      Process second = start();
      try (BufferedReader errors = second.errorReader()) {
        assertThat(errors.lines().toList().getLast())
            .startsWith("The gallery did not start: ")
            .endsWith("is it running already?");
      }
      assertThat(second.waitFor()).isEqualTo(1);

      first.toHandle().destroy(); // the process itself would close its streams
      assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(out.readLine()).isNull();
    } finally {
      first.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Gallery.class.getName());
    builder.environment().put("PORT", "0");
    builder.environment().remove("HOST");
    return builder.directory(folder.toFile()).start();
  }
}
