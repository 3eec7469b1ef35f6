package dev.affix.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativesPlacesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, false, linux-x64",
    "Linux, aarch64, false, linux-arm64",
    "Linux, amd64, true, linuxmusl-x64",
    "Linux, aarch64, true, linuxmusl-arm64",
    "Mac OS X, x86_64, false, osx-x64",
    "Mac OS X, aarch64, false, osx-arm64",
    "Windows Server 2025, amd64, false, win32-x64",
    "Windows 11, aarch64, false,",
    "Linux, s390x, false,",
    "FreeBSD, amd64, false,"
  })
  void platformsOfTheArtifact(String os, String cpu, boolean musl, String expected) {
    assertThat(NativesPlatform.of(os, cpu, musl)).isEqualTo(expected);
  }

  @Test
  void theCLibraryIsToldByWhatTheProcessHasMapped() throws IOException {
    Path maps =
        Files.writeString(
            folder.resolve("maps"),
            """
            55d4-55d5 r--p 00000000 08:01 12 /opt/java/bin/java
            7f00-7f01 r-xp 00000000 08:01 34 /lib/ld-musl-x86_64.so.1
            """);
    assertThat(NativesPlatform.musl(maps)).isTrue();
    Files.writeString(maps, "7f00-7f01 r-xp 00000000 08:01 34 /lib64/ld-linux-x86-64.so.2\n");
    assertThat(NativesPlatform.musl(maps)).isFalse();
    assertThat(NativesPlatform.musl(folder.resolve("none"))).isFalse();
  }

  @Test
  void aNamedPlaceIsTheOnlyOne() {
    Map<String, String> properties = Map.of("os.name", "Linux", "user.home", "/home/ann");
    assertThat(places(properties, Map.of(UnpackPlaces.VARIABLE, "/data"))).containsExactly("/data");
    assertThat(
            places(Map.of(UnpackPlaces.PROPERTY, "/own"), Map.of(UnpackPlaces.VARIABLE, "/data")))
        .containsExactly("/own");
  }

  @Test
  void elseTheCacheOfTheUserAndThenTheFolderForTemporaryFiles() {
    Map<String, String> linux =
        Map.of("os.name", "Linux", "user.home", "/home/ann", "java.io.tmpdir", "/tmp");
    assertThat(places(linux, Map.of())).containsExactly("/home/ann/.cache", "/tmp");
    assertThat(places(linux, Map.of("XDG_CACHE_HOME", "/fast"))).containsExactly("/fast", "/tmp");
    assertThat(places(linux, Map.of("XDG_CACHE_HOME", "relative")))
        .containsExactly("/home/ann/.cache", "/tmp");
    assertThat(
            places(
                Map.of("os.name", "Linux", "user.home", "?", "java.io.tmpdir", "/tmp"), Map.of()))
        .containsExactly("/tmp");
    assertThat(places(Map.of("os.name", "Mac OS X", "user.home", "/Users/ann"), Map.of()))
        .containsExactly("/Users/ann/Library/Caches");
    assertThat(places(Map.of("os.name", "Windows 11"), Map.of("LOCALAPPDATA", "/local")))
        .containsExactly("/local");
  }

  @Test
  void anArtifactThatDoesNotWorkIsAnErrorThatNamesThePlacesAndTheRemedy() throws IOException {
    NativesArtifact artifact = FakeArtifact.of(folder.resolve("classes"), new byte[] {1, 2, 3});
    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    Path place = folder.resolve("place");
    var finder = new LibraryFinder();
    assertThatThrownBy(() -> finder.unpacked(artifact, List.of(taken, place)))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("affix-image-vips-natives, unpacked into '" + taken + "': java.nio")
        .hasMessageContaining(FakeArtifact.LIBRARY + "': cannot be opened")
        .hasMessageContaining(UnpackPlaces.PROPERTY)
        .hasMessageContaining(UnpackPlaces.VARIABLE);
    assertThat(place).isNotEmptyDirectory();
  }

  @Test
  void artifactsOfOtherPlatformsAreNamed() throws IOException {
    FakeArtifact.of(folder, new byte[] {1, 2, 3});
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    var finder = new LibraryFinder();
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      thread.setContextClassLoader(loader);
      assertThat(finder.natives(null, List.of())).isNull();
    } finally {
      thread.setContextClassLoader(before);
    }
    assertThat(finder.tried)
        .singleElement()
        .asString()
        .startsWith("affix-image-vips-natives: on the class path for [")
        .contains(FakeArtifact.PLATFORM)
        .endsWith(
            "but this is "
                + System.getProperty("os.name")
                + " on "
                + System.getProperty("os.arch"));
  }

  private static List<String> places(
      Map<String, String> properties, Map<String, String> variables) {
    return new UnpackPlaces(properties::get, variables::get)
        .all().stream().map(Path::toString).toList();
  }
}
