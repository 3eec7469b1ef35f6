package dev.affix.vips.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildNativesTest {
  private static final Packed LINUX = Packed.of("linux-x64", "lib/libvips-cpp.so.8.99.1");
  private static final Packed WINDOWS = Packed.of("win32-x64", "lib/libvips-42.dll");

  @TempDir private Path folder;
  private Path archives;
  private Path natives;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void aModule() throws IOException {
    copy(Path.of("src/main/templates"), folder.resolve("src/main/templates"));
    copy(Path.of("src/main/resources"), folder.resolve("src/main/resources"));
    Files.writeString(
        folder.resolve("packages.txt"), "# a list\n" + LINUX.text() + "\n" + WINDOWS.text() + "\n");
    archives = Files.createDirectory(folder.resolve("archives"));
    natives = folder.resolve("target/natives");
  }

  @Test
  void aJarHasTheLibraryItsDigestLicencesAndNotices() throws Exception {
    keep(LINUX);
    keep(WINDOWS);
    assertThat(build().contents("all", true)).containsExactly("linux-x64", "win32-x64");
    Path linux = natives.resolve("linux-x64/META-INF/affix-vips-natives/linux-x64");
    assertThat(files(linux))
        .containsExactly(
            "NOTICE.txt",
            "THIRD-PARTY.md",
            "contents.txt",
            "libvips-cpp.so.8.99.1",
            "licenses/GPL-3.0.txt",
            "licenses/LGPL-3.0.txt",
            "versions.json");
    Path library = linux.resolve("libvips-cpp.so.8.99.1");
    assertThat(library).hasContent("the code of linux-x64");
    assertThat(linux.resolve("contents.txt"))
        .hasContent(
            HexFormat.of().formatHex(Digests.of("SHA-256", Files.readAllBytes(library)))
                + " libvips-cpp.so.8.99.1\n");
    assertThat(linux.resolve("THIRD-PARTY.md")).hasContent("licences of others");
    assertThat(linux.resolve("NOTICE.txt"))
        .content()
        .startsWith("libvips 8.99.1 for Affix, linux-x64\n")
        .contains("@img/lib-linux-x64 1.2.3", "sharp-libvips, tag v1.2.3", "libvips, tag v8.99.1")
        .doesNotContainPattern("@[A-Z]+@");
    Path windows = natives.resolve("win32-x64/META-INF/affix-vips-natives/win32-x64");
    assertThat(windows.resolve("libvips-42.dll")).hasContent("the code of win32-x64");
    assertThat(windows.resolve("NOTICE.txt")).content().contains("build-win64-mxe, tag v8.99.1");
  }

  @Test
  void whatCannotBeHadIsLeftOutAlsoIfAnEarlierBuildHadIt() throws Exception {
    keep(LINUX);
    keep(WINDOWS);
    build().contents("all", true);
    Files.delete(archives.resolve(WINDOWS.line().archive()));
    assertThat(build().contents("all", true)).containsExactly("linux-x64");
    assertThat(natives.resolve("win32-x64")).doesNotExist();
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith(
            "natives: no jar is built for win32-x64. @img/lib-win32-x64 1.2.3 cannot be had: ")
        .endsWith(
            "Or put 'img-lib-win32-x64-1.2.3.tgz', as npm pack makes it, into '" + archives + "'.");
    assertThat(build().contents("none", false)).isEmpty();
    assertThat(files(natives)).containsExactly("tests-left-out.txt");
  }

  @Test
  void allThatIsMissingIsToldInOneLine() throws Exception {
    assertThat(build().contents("all", false)).isEmpty();
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("natives: no jar is built for linux-x64, win32-x64. @img/lib-linux-x64 1.2.3 ")
        .contains("npm is not installed; neither NPM_CONFIG_REGISTRY nor an npmrc file names");
  }

  @Test
  void testsThatNeedTheJarOfThisMachineAreLeftOutWithoutIt() throws Exception {
    Packed here = Packed.of(Machine.platform(), "lib/libvips-cpp.so.8.99.1");
    Files.writeString(folder.resolve("packages.txt"), here.text() + "\n");
    build().contents("this", true);
    assertThat(natives.resolve("tests-left-out.txt")).hasContent("**/*\n");
    keep(here);
    build().contents("this", true);
    assertThat(natives.resolve("tests-left-out.txt")).isEmptyFile();
  }

  @Test
  void whatIsThereAlreadyIsNotWrittenAgainUntilItWouldDiffer() throws Exception {
    keep(LINUX);
    build().contents("linux-x64", true);
    Path library =
        natives.resolve("linux-x64/META-INF/affix-vips-natives/linux-x64/libvips-cpp.so.8.99.1");
    FileTime early = FileTime.fromMillis(1_000_000_000);
    Files.setLastModifiedTime(library, early);
    build().contents("linux-x64", true);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(early);
    Files.writeString(folder.resolve("src/main/templates/NOTICE.txt"), "another notice");
    build().contents("linux-x64", true);
    assertThat(library.resolveSibling("NOTICE.txt")).hasContent("another notice");
    assertThat(Files.getLastModifiedTime(library)).isNotEqualTo(early);
  }

  @Test
  void aPlatformThatIsNotListedIsNamed() {
    assertThatThrownBy(() -> build().contents("linux-x64,amiga-68k", true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no package for 'amiga-68k'");
  }

  @Test
  void everyLineOfTheListIsPinned() throws IOException {
    assertThat(NpmPackage.list(Path.of("packages.txt")))
        .extracting(NpmPackage::platform)
        .containsExactly(
            "linux-x64",
            "linux-arm64",
            "linuxmusl-x64",
            "linuxmusl-arm64",
            "osx-x64",
            "osx-arm64",
            "win32-x64");
    Path loose = Files.writeString(folder.resolve("loose.txt"), "linux-x64 @img/x 1.0.0 - lib/x");
    assertThatThrownBy(() -> NpmPackage.list(loose))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@img/x");
  }

  @Test
  void npmIsFoundOnTheSearchPath() throws IOException {
    Path program = Files.createFile(folder.resolve("npm"));
    Optional<String> path = Optional.of("/nowhere" + java.io.File.pathSeparator + folder);
    assertThat(BuildNatives.npm(path)).isEmpty();
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThat(BuildNatives.npm(path)).hasValue(program.toString());
    assertThat(BuildNatives.npm(Optional.empty())).isEmpty();
  }

  private BuildNatives build() {
    return new BuildNatives(
        folder,
        archives,
        new Archives(archives, Optional.empty(), new NpmSettings(Map.of(), List.of())),
        told::add);
  }

  private void keep(Packed packed) throws IOException {
    Files.write(archives.resolve(packed.line().archive()), packed.archive());
  }

  private static List<String> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile)
          .map(file -> below.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
