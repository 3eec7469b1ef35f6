package dev.affix.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnpackFolderTest {
  private static final byte[] LIBRARY = new byte[3_000_000];

  static {
    new Random(1).nextBytes(LIBRARY);
  }

  @TempDir private Path folder;
  private Path classPath;
  private Path place;
  private Path own;
  private NativesArtifact artifact;

  @BeforeEach
  void anArtifact() throws IOException {
    classPath = folder.resolve("classes");
    place = folder.resolve("cache");
    own = place.resolve("affix-vips-" + System.getProperty("user.name"));
    artifact = FakeArtifact.of(classPath, LIBRARY);
  }

  @Test
  void aLibraryGoesIntoAFolderNamedByItsDigestForThisUserAlone() throws IOException {
    Path library = UnpackFolder.in(place).unpack(artifact);
    assertThat(library).isEqualTo(own.resolve(artifact.digest()).resolve(FakeArtifact.LIBRARY));
    assertThat(artifact.digest()).matches("[0-9a-f]{64}");
    assertThat(library).hasBinaryContent(LIBRARY);
    assertThat(permissions(own)).isEqualTo("rwx------");
    assertThat(permissions(own.resolve(artifact.digest()))).isEqualTo("rwx------");
    assertThat(permissions(library)).isEqualTo("rw-------");
  }

  @Test
  void whatIsUnpackedIsUsedAgain() throws IOException {
    Path library = UnpackFolder.in(place).unpack(artifact);
    FileTime early = FileTime.fromMillis(1_000_000_000);
    Files.setLastModifiedTime(library, early);
    assertThat(UnpackFolder.in(place).unpack(artifact)).isEqualTo(library);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(early);
  }

  @Test
  void anotherVersionGetsAFolderOfItsOwn() throws IOException {
    Path first = UnpackFolder.in(place).unpack(artifact);
    NativesArtifact next = FakeArtifact.of(folder.resolve("next"), new byte[] {1, 2, 3});
    assertThat(UnpackFolder.in(place).unpack(next)).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(first).hasBinaryContent(LIBRARY);
  }

  /** What may have happened to a library after it was unpacked. */
  enum Damage {
    ANOTHER_BYTE {
      @Override
      void to(Path unpacked, Path library) throws IOException {
        byte[] bytes = Files.readAllBytes(library);
        bytes[1_234_567] ^= 1;
        Files.write(library, bytes);
      }
    },
    CUT {
      @Override
      void to(Path unpacked, Path library) throws IOException {
        Files.write(library, new byte[0]);
      }
    },
    GONE {
      @Override
      void to(Path unpacked, Path library) throws IOException {
        Files.delete(library);
      }
    },
    LINK_ELSEWHERE {
      @Override
      void to(Path unpacked, Path library) throws IOException {
        Path elsewhere = library.resolveSibling("elsewhere");
        Files.move(library, elsewhere);
        Files.createSymbolicLink(library, elsewhere);
      }
    },
    FOLDER_IS_A_LINK {
      @Override
      void to(Path unpacked, Path library) throws IOException {
        Path elsewhere = unpacked.resolveSibling("elsewhere");
        Files.move(unpacked, elsewhere);
        Files.createSymbolicLink(unpacked, elsewhere);
      }
    },
    OTHERS_MAY_WRITE {
      @Override
      void to(Path unpacked, Path library) throws IOException {
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rw----rw-"));
      }
    },
    OTHERS_MAY_WRITE_THE_FOLDER {
      @Override
      void to(Path unpacked, Path library) throws IOException {
        Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwx-w----"));
      }
    };

    abstract void to(Path unpacked, Path library) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void whatIsDamagedOrCouldBeChangedByOthersIsUnpackedAnew(Damage damage) throws IOException {
    Path library = UnpackFolder.in(place).unpack(artifact);
    damage.to(own.resolve(artifact.digest()), library);
    Path again = UnpackFolder.in(place).unpack(artifact);
    assertThat(again).isEqualTo(library).hasBinaryContent(LIBRARY);
    assertThat(again.toRealPath()).isEqualTo(own.toRealPath().resolve(own.relativize(again)));
    assertThat(permissions(again)).isEqualTo("rw-------");
    assertThat(permissions(own.resolve(artifact.digest()))).isEqualTo("rwx------");
  }

  @Test
  void aFolderThatOthersCanChangeIsNotTrusted() throws IOException {
    Files.createDirectories(own);
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwx---"));
    assertThatThrownBy(() -> UnpackFolder.in(place))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "'"
                + own
                + "' is not trusted: it must be a folder of this user that no other can change");
    assertThat(own).isEmptyDirectory();
  }

  @Test
  void aLinkToAFolderIsNotTrusted() throws IOException {
    Files.createDirectories(place);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(own, elsewhere);
    assertThatThrownBy(() -> UnpackFolder.in(place)).hasMessageContaining("is not trusted");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void whatBelongsToAnotherUserIsNotTrusted() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    UserPrincipal me = Files.getOwner(file);
    String stranger = me.getName().equals("root") ? "nobody" : "root";
    UserPrincipal other =
        file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(stranger);
    assertThat(UnpackFolder.belongsTo(me, file)).isTrue();
    assertThat(UnpackFolder.belongsTo(other, file)).isFalse();
  }

  @Test
  void whatAKilledProcessHadBegunIsCleanedUpByTheNextThatUnpacks() throws IOException {
    UnpackFolder mine = UnpackFolder.in(place);
    Path begun = Files.createDirectory(own.resolve("new-1234"));
    Files.write(begun.resolve(FakeArtifact.LIBRARY), new byte[100]);
    mine.unpack(artifact);
    assertThat(names(own)).containsExactlyInAnyOrder("lock", artifact.digest());
  }

  @Test
  void aDamagedJarIsNamedAndLeavesNothing() throws IOException {
    NativesArtifact damaged =
        FakeArtifact.of(
            folder.resolve("damaged"),
            new byte[] {1, 2},
            Sha256.of(new byte[] {1}) + " " + FakeArtifact.LIBRARY);
    assertThatThrownBy(() -> UnpackFolder.in(place).unpack(damaged))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the jar is damaged: '" + FakeArtifact.LIBRARY + "'");
    assertThat(names(own)).containsExactly("lock");
  }

  @Test
  void aListThatNamesNoFilesOrOtherFoldersIsRefused() {
    for (String list : List.of("", "x", Sha256.of(new byte[0]) + " ../libvips.so")) {
      assertThatThrownBy(() -> FakeArtifact.of(folder.resolve("odd"), new byte[0], list))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the list of its files");
    }
  }

  @Test
  void manyThreadsOverADamagedLibraryAllGetAWholeOne() throws Exception {
    Damage.CUT.to(own, UnpackFolder.in(place).unpack(artifact));
    try (var threads = Executors.newFixedThreadPool(8)) {
      Callable<byte[]> unpack =
          () -> Files.readAllBytes(UnpackFolder.in(place).unpack(FakeArtifact.at(classPath)));
      for (Future<byte[]> each :
          threads.invokeAll(Stream.generate(() -> unpack).limit(16).toList())) {
        assertThat(each.get()).isEqualTo(LIBRARY);
      }
    }
    assertThat(names(own)).containsExactlyInAnyOrder("lock", artifact.digest());
  }

  @Test
  void severalJvmsAtOnceAllGetAWholeOne() throws Exception {
    var processes = new ArrayList<Process>();
    for (int i = 0; i < 4; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Unpacking.class.getName(),
                  classPath.toString(),
                  place.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }
    for (Process process : processes) {
      process.getOutputStream().close();
    }
    Path library = own.resolve(artifact.digest()).resolve(FakeArtifact.LIBRARY);
    for (Process process : processes) {
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said).isEqualTo(library.toString());
    }
    assertThat(library).hasBinaryContent(LIBRARY);
    assertThat(names(own)).containsExactlyInAnyOrder("lock", artifact.digest());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
