package dev.affix.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFinderTest {
  @TempDir private Path folder;

  @Test
  void aMissingLibrarySaysWhatWasTriedAndWhatToInstall() {
    Path nowhere = folder.resolve("nowhere.so");
    assertThatThrownBy(() -> VipsImageProcessor.builder().library(nowhere).build())
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("'" + nowhere + "': no such file or folder")
        .hasMessageContaining("libvips 8.13 or newer was not found")
        .hasMessageContaining("put dev.affix:affix-image-vips-natives with the classifier ")
        .hasMessageContaining("apt-get install --no-install-recommends libvips42")
        .hasMessageContaining("dnf install vips")
        .hasMessageContaining("apk add vips")
        .hasMessageContaining("brew install vips")
        .hasMessageContaining("Windows")
        .hasMessageContaining(LibraryFinder.PROPERTY)
        .hasMessageContaining(LibraryFinder.VARIABLE)
        .hasMessageContaining("originals works without it");
  }

  @Test
  void foldersAndFilesThatAreNoLibvipsAreNamed() throws IOException {
    assertThatThrownBy(() -> VipsImageProcessor.builder().library(folder).build())
        .hasMessageContaining("'" + folder + "': a folder without libvips*.so*");
    Path fake = Files.writeString(folder.resolve("libvips.so.42"), "not a library");
    assertThatThrownBy(() -> VipsImageProcessor.builder().library(folder).build())
        .hasMessageContaining("'" + fake + "': cannot be opened");
  }

  @Test
  void aLibraryOfAnotherKindIsNamed() {
    Path java = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("zip"));
    assertThat(java).exists();
    assertThatThrownBy(() -> VipsImageProcessor.builder().library(java).build())
        .hasMessageContaining("'" + java + "': it has no vips_init");
  }

  @Test
  void usualNamesPerSystem() {
    assertThat(LibraryFinder.systemNames("Linux")).first().isEqualTo("libvips.so.42");
    assertThat(LibraryFinder.systemNames("Mac OS X"))
        .contains("libvips.42.dylib", "/opt/homebrew/lib/libvips.42.dylib");
    assertThat(LibraryFinder.systemNames("Windows 11")).containsExactly("libvips-42.dll");
  }

  @Test
  void revisionMarksOtherLimitsButNotOtherTimes() {
    try (var plain = VipsImageProcessor.create();
        var same =
            VipsImageProcessor.builder()
                .limits(VipsLimits.defaults().withTime(Duration.ofSeconds(5)))
                .build();
        var other =
            VipsImageProcessor.builder().limits(VipsLimits.defaults().withFrames(3)).build()) {
      assertThat(same.revision()).isEqualTo(plain.revision());
      assertThat(other.revision()).startsWith(plain.revision() + "/").hasSizeLessThan(41);
    }
  }

  @Test
  void nonsenseSettingsAreRefused() {
    assertThatThrownBy(() -> VipsImageProcessor.builder().threads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be positive, but was 0");
    assertThatThrownBy(() -> VipsImageProcessor.builder().queueLength(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> VipsLimits.defaults().withFrames(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("frames must be positive, but was 0");
  }
}
