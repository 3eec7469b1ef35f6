package dev.affix.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deleted files wait for their time, and can be put back by moving them. */
class TrashTest {
  @TempDir Path folder;
  private Path root = Path.of("");
  private Path trash = Path.of("");
  private Instant now = Instant.parse("2026-01-31T23:10:00Z");
  private DiskService service;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(folder.resolve("root")).toRealPath();
    trash = root.resolve(".affix/trash");
    service = DiskService.at(root).withTrash(Duration.ofDays(2), () -> now);
  }

  @Test
  void aDeletedFileIsGoneForTheServiceAndLiesInTheTrash() throws IOException {
    StorageKey key = put("abcdefgh", "one");
    service.delete(key);
    assertThat(service.head(key)).isEmpty();
    assertThat(service.list()).toIterable().isEmpty();
    Path file = trash.resolve("2026-01-31T23/ab/cd/abcdefgh");
    assertThat(file).hasContent("one");

    Files.move(file, root.resolve("ab/cd/abcdefgh"));
    assertThat(service.head(key)).isPresent();
  }

  @Test
  void withoutTrashNothingStays() throws IOException {
    DiskService plain = DiskService.at(root);
    plain.delete(put("abcdefgh", "one"));
    assertThat(files(trash)).isEmpty();
    assertThat(plain.emptyTrash()).isZero();
  }

  @Test
  void deletingWhatIsNotThereIsNoFault() {
    service.delete(StorageKey.of("abcdefgh"));
    assertThat(service.list()).toIterable().isEmpty();
  }

  @Test
  void severalFilesOfOnePathInOneHourAllStay() throws IOException {
    for (String text : List.of("one", "two", "three")) {
      service.delete(put("abcdefgh", text));
    }
    assertThat(trash.resolve("2026-01-31T23/ab/cd/abcdefgh")).hasContent("one");
    assertThat(trash.resolve("2026-01-31T23-2/ab/cd/abcdefgh")).hasContent("two");
    assertThat(trash.resolve("2026-01-31T23-3/ab/cd/abcdefgh")).hasContent("three");
  }

  /** Files of one path that come at the same moment, from two services as from two processes. */
  @Test
  void filesOfOnePathThatAreDeletedAtOnceAllStay() throws Exception {
    int files = 200;
    Path file = Files.createDirectories(root.resolve("ab/cd")).resolve("abcdefgh");
    Path prepared = Files.createDirectory(folder.resolve("prepared"));
    for (int i = 0; i < files; i++) {
      Files.writeString(prepared.resolve("" + i), "file " + i);
    }
    var taken = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> takers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Trash one = Trash.in(root, Duration.ofDays(2), () -> now);
        takers.add(
            threads.submit(() -> {
              while (taken.get() < files) {
                try {
                  one.take(file);
                  taken.incrementAndGet();
                } catch (NoSuchFileException notYetThereAgain) {
                  Thread.onSpinWait();
                }
              }
              return null;
            }));
      }
      for (int i = 0; i < files; ) {
        try {
          Files.createLink(file, prepared.resolve("" + i));
          i++;
        } catch (FileAlreadyExistsException notYetTaken) {
          Thread.onSpinWait();
        }
      }
      for (Future<?> taker : takers) {
        taker.get(60, TimeUnit.SECONDS);
      }
    }
    List<String> found = new ArrayList<>();
    for (Path kept : files(trash)) {
      found.add(Files.readString(kept));
    }
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, files).mapToObj(i -> "file " + i).toList());
  }

  @Test
  void aNameThatWasReservedInVainIsFreeAgain() {
    assertThatThrownBy(() -> Trash.in(root, Duration.ofDays(2), () -> now).take(root.resolve("k")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(trash.resolve("2026-01-31T23/k")).doesNotExist();
  }

  @Test
  void aFileWhoseFolderIsAFileInTheTrashFindsAnotherPlace() throws IOException {
    service.delete(put("a/b", "file"));
    Files.delete(root.resolve("a"));
    service.delete(put("a", "folder once"));
    service.delete(deletedFolder());
    assertThat(trash.resolve("2026-01-31T23/a/b")).hasContent("file");
    assertThat(trash.resolve("2026-01-31T23-2/a")).hasContent("folder once");
    assertThat(trash.resolve("2026-01-31T23/a/c")).hasContent("in a folder again");
  }

  @Test
  void itStaysAsLongAsSaidAndNotAnHourMore() throws IOException {
    service.delete(put("abcdefgh", "one"));
    now = Instant.parse("2026-02-02T23:59:59Z");
    assertThat(service.emptyTrash()).isZero();
    assertThat(files(trash)).hasSize(1);
    now = Instant.parse("2026-02-03T00:00:00Z");
    assertThat(service.emptyTrash()).isOne();
    assertThat(trash).isEmptyDirectory();
  }

  @Test
  void deletionsEmptyTheTrashLittleByLittle() throws IOException {
    List<StorageKey> keys =
        IntStream.range(0, 25).mapToObj(i -> put("key" + (char) ('a' + i) + i, "x")).toList();
    keys.subList(0, 22).forEach(service::delete);
    now = now.plus(Duration.ofDays(3));
    service.delete(keys.get(22));
    assertThat(files(trash)).hasSize(12 + 1);
    service.delete(keys.get(23));
    assertThat(files(trash)).hasSize(2 + 2);
    service.delete(keys.get(24));
    assertThat(files(trash)).hasSize(3);
    assertThat(trash.resolve("2026-01-31T23")).doesNotExist();
  }

  @Test
  void whatIsNotItsOwnIsLeft() throws IOException {
    service.delete(put("abcdefgh", "one"));
    Files.createDirectory(trash.resolve("keep"));
    Files.writeString(trash.resolve("keep/note"), "mine");
    Files.createDirectory(trash.resolve("2026-13-01T00"));
    Files.writeString(trash.resolve("2020-01-01T00"), "a file");
    now = now.plus(Duration.ofDays(30));
    assertThat(service.emptyTrash()).isOne();
    assertThat(trash.resolve("keep/note")).hasContent("mine");
    assertThat(trash.resolve("2026-13-01T00")).isDirectory();
    assertThat(trash.resolve("2020-01-01T00")).hasContent("a file");
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path victim = Files.writeString(outside.resolve("victim"), "precious");
    service.delete(put("abcdefgh", "one"));
    Files.createSymbolicLink(trash.resolve("2020-01-01T00"), outside);
    Files.createSymbolicLink(trash.resolve("2026-01-31T23/ab/outside"), outside);
    Files.createSymbolicLink(trash.resolve("2026-01-31T23/ab/victim"), victim);
    now = now.plus(Duration.ofDays(30));
    assertThat(service.emptyTrash()).isEqualTo(3);
    assertThat(victim).hasContent("precious");
    assertThat(Files.exists(trash.resolve("2020-01-01T00"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void aFolderOfTheTrashThatIsALinkGetsNoFiles() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(trash.resolve("2026-01-31T23"), outside);
    service.delete(put("abcdefgh", "one"));
    assertThat(outside).isEmptyDirectory();
    assertThat(trash.resolve("2026-01-31T23-2/ab/cd/abcdefgh")).hasContent("one");
  }

  @Test
  void aTrashThatIsALinkIsRefused() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.delete(trash);
    Files.createSymbolicLink(trash, outside);
    DiskService disk = DiskService.at(root);
    assertThatThrownBy(() -> disk.withTrash(Duration.ofDays(1)))
        .isInstanceOf(StorageException.class);
  }

  @Test
  void aNegativeTimeIsRefused() {
    assertThatThrownBy(() -> service.withTrash(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keep");
  }

  /** {@code a/c}, after the file {@code a} was deleted. */
  private StorageKey deletedFolder() {
    return put("a/c", "in a folder again");
  }

  private StorageKey put(String key, String text) {
    StorageKey named = StorageKey.of(key);
    try (InputStream in =
        new ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      service.put(PutRequest.of(named, "text/plain"), in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return named;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
