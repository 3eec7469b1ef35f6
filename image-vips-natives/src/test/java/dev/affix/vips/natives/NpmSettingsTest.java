package dev.affix.vips.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmSettingsTest {
  @TempDir private Path folder;

  @Test
  void whereNothingIsSaidThereIsNoRegistry() {
    assertThat(settings(Map.of("npm_config_registry", " ")).registry("@img")).isEmpty();
  }

  @Test
  void theScopesRegistryComesBeforeTheVariableAndThatBeforeTheFiles() throws IOException {
    Files.writeString(
        folder.resolve("own"), "fund=false\n; a remark\nregistry = https://own.example/npm\n");
    Files.writeString(
        folder.resolve("global"), "registry=https://global.example/\n@img:registry=\n");
    assertThat(settings(Map.of()).registry("@img"))
        .hasValue(URI.create("https://own.example/npm/"));
    assertThat(settings(Map.of("NPM_CONFIG_REGISTRY", "https://said.example")).registry("@img"))
        .hasValue(URI.create("https://said.example/"));
    Files.writeString(folder.resolve("global"), "@img:registry=\"https://img.example/\"\n");
    assertThat(settings(Map.of("NPM_CONFIG_REGISTRY", "https://said.example")).registry("@img"))
        .hasValue(URI.create("https://img.example/"));
    assertThat(settings(Map.of()).registry("@other"))
        .hasValue(URI.create("https://own.example/npm/"));
  }

  private NpmSettings settings(Map<String, String> environment) {
    return new NpmSettings(environment, List.of(folder.resolve("own"), folder.resolve("global")));
  }
}
