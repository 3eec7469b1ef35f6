package dev.affix.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.storage.InvalidStorageKeyException;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskServiceTest {
  @TempDir Path folder;
  private Path root;
  private DiskService service;

  @BeforeEach
  void open() {
    root = folder.resolve("made/by/itself");
    service = DiskService.at(root);
  }

  @Test
  void generatedKeysLieInShards() throws IOException {
    put("abcdefgh", "hello");
    assertThat(root.resolve("ab/cd/abcdefgh")).hasContent("hello");
    assertThat(temporaries()).isEmpty();
  }

  @Test
  void adoptsFilesThatAreThere() throws IOException {
    Files.createDirectories(root.resolve("icons/7"));
    Files.writeString(root.resolve("icons/7/original.png"), "legacy");
    assertThat(read("icons/7/original.png")).isEqualTo("legacy");
    assertThat(service.list())
        .toIterable()
        .extracting(object -> object.key().value())
        .containsExactly("icons/7/original.png");
  }

  @Test
  void listsOnlyWhatItsKeysLeadTo() throws IOException {
    put("abcdefgh", "1");
    put("ab/cd/stray", "2");
    Files.writeString(root.resolve("strayfile"), "in the root, where its key does not lead");
    Files.writeString(root.resolve("ab/cd/xxcdefgh"), "in a shard of another key");
    Files.writeString(root.resolve("ab/strayfile"), "its path is its key");
    Files.createSymbolicLink(root.resolve("linked"), root.resolve("ab"));
    Files.createSymbolicLink(root.resolve("ab/link"), root.resolve("ab/cd/abcdefgh"));
    assertThat(service.list())
        .toIterable()
        .extracting(object -> object.key().value())
        .containsExactly("ab/cd/stray", "ab/cd/xxcdefgh", "ab/strayfile", "abcdefgh");
    assertThat(read("ab/cd/xxcdefgh")).isEqualTo("in a shard of another key");
  }

  @Test
  void refusesToGoThroughAFileOrToReplaceAFolder() throws IOException {
    put("a/file", "1");
    assertThatThrownBy(() -> put("a/file/below", "2"))
        .isInstanceOf(InvalidStorageKeyException.class)
        .hasMessageContaining("not a folder");
    put("b/folder/x", "3");
    assertThatThrownBy(() -> put("b/folder", "4"))
        .isInstanceOf(InvalidStorageKeyException.class)
        .hasMessageContaining("folder with other objects");
    assertThatThrownBy(
            () -> service.put(request("b/folder").replacing(), InputStream.nullInputStream()))
        .isInstanceOf(InvalidStorageKeyException.class);
    assertThat(service.head(StorageKey.of("a/file/below"))).isEmpty();
    assertThat(service.head(StorageKey.of("b/folder"))).isEmpty();
    service.delete(StorageKey.of("a/file/below"));
    service.delete(StorageKey.of("b/folder"));
    assertThat(read("a/file")).isEqualTo("1");
    assertThat(read("b/folder/x")).isEqualTo("3");
    assertThat(temporaries()).isEmpty();
  }

  @Test
  void deletingLeavesWhatIsNoObject() throws IOException {
    Files.createDirectories(root.resolve("some/folder"));
    service.delete(StorageKey.of("some/folder"));
    assertThat(root.resolve("some/folder")).isDirectory();
  }

  @Test
  void exceptionOfTheBodyIsNotTakenForTheDisks() {
    var failure = new FileSystemException("/somewhere/else", null, "No space left on device");
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw failure;
          }
        };
    assertThatThrownBy(() -> service.put(request("abcdefgh"), broken)).isSameAs(failure);
    assertThat(temporaries()).isEmpty();
  }

  @Test
  void takenKeyIsRefusedBeforeTheBodyIsRead() throws IOException {
    put("abcdefgh", "1");
    var body = new ByteArrayInputStream(new byte[] {1, 2, 3});
    assertThatThrownBy(() -> service.put(request("abcdefgh"), body))
        .isInstanceOf(ObjectExistsException.class)
        .hasMessageContaining("abcdefgh")
        .hasMessageContaining(root.getFileName().toString());
    assertThat(body.available()).isEqualTo(3);
  }

  @Test
  void vanishedFolderIsUnavailableAndNotEmpty() throws IOException {
    put("abcdefgh", "1");
    Files.move(root, root.resolveSibling("unmounted"));
    StorageKey key = StorageKey.of("abcdefgh");
    assertThatThrownBy(() -> service.head(key)).isInstanceOf(StorageUnavailableException.class);
    assertThatThrownBy(() -> service.open(key)).isInstanceOf(StorageUnavailableException.class);
    assertThatThrownBy(() -> service.delete(key)).isInstanceOf(StorageUnavailableException.class);
    assertThatThrownBy(() -> service.list())
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("mounted");
    assertThatThrownBy(() -> put("ijklmnop", "2")).isInstanceOf(StorageUnavailableException.class);
    Files.createDirectories(root);
    assertThatThrownBy(() -> service.head(key)).isInstanceOf(StorageUnavailableException.class);
  }

  @Test
  void readerOfAFileCutFromOutsideFailsInsteadOfEnding() throws IOException {
    put("abcdefgh", "0123456789");
    try (ObjectReader reader = service.open(StorageKey.of("abcdefgh"))) {
      Files.writeString(root.resolve("ab/cd/abcdefgh"), "0123");
      assertThatThrownBy(() -> reader.body().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void startSweepsWhatACrashLeftADayAgo() throws IOException {
    Path old = root.resolve(".affix/tmp/old");
    Path young = root.resolve(".affix/tmp/young");
    Files.writeString(old, "torn");
    Files.writeString(young, "being written by another process");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(90_000)));
    Files.setLastModifiedTime(young, FileTime.from(Instant.now().minusSeconds(80_000)));
    DiskService.at(root);
    assertThat(temporaries()).containsExactly("young");
    assertThat(service.list()).isExhausted();
  }

  @Test
  void twoServicesMayShareAFolder() throws IOException {
    DiskService other = DiskService.at(root);
    put("abcdefgh", "1");
    assertThat(other.head(StorageKey.of("abcdefgh"))).isPresent();
    assertThatThrownBy(() -> other.put(request("abcdefgh"), InputStream.nullInputStream()))
        .isInstanceOf(ObjectExistsException.class);
    other.delete(StorageKey.of("abcdefgh"));
    assertThat(service.head(StorageKey.of("abcdefgh"))).isEmpty();
  }

  @Test
  void rootMustBeAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> DiskService.at(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("\"" + file + "\" is a file; name a folder");
    assertThatThrownBy(() -> DiskService.at(file.resolve("below")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("could not be made; make it yourself");
  }

  // Of these, not even root may write to the first two.
  @Test
  void rootMustBeWritable() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    boolean ordinary = locked.toFile().setWritable(false) && !Files.isWritable(locked);
    List<Path> roots =
        Stream.of(Path.of("/proc/self"), Path.of("/sys"), locked)
            .filter(Files::isDirectory)
            .filter(path -> ordinary || !path.equals(locked))
            .toList();
    assertThat(roots).isNotEmpty();
    for (Path each : roots) {
      assertThatThrownBy(() -> DiskService.at(each))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("is not writable for user");
    }
  }

  @Test
  void rootMayBeALinkAndRelative() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), root);
    put("abcdefgh", "1");
    assertThat(DiskService.at(link).head(StorageKey.of("abcdefgh"))).isPresent();
    Path relative = Path.of("").toAbsolutePath().relativize(root.toRealPath());
    assertThat(DiskService.at(relative).head(StorageKey.of("abcdefgh"))).isPresent();
  }

  private static PutRequest request(String key) {
    return PutRequest.of(StorageKey.of(key), "text/plain");
  }

  private void put(String key, String text) throws IOException {
    service.put(request(key), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String read(String key) throws IOException {
    try (ObjectReader reader = service.open(StorageKey.of(key))) {
      return new String(reader.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> temporaries() {
    String[] names = root.resolve(".affix/tmp").toFile().list();
    assertThat(names).isNotNull();
    return Arrays.asList(names);
  }
}
