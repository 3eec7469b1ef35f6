package dev.affix.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.storage.InvalidStorageKeyException;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that somebody planted in the storage folder lead nowhere. */
class SymbolicLinksTest {
  private static final byte[] NEW = {1, 2, 3};

  @TempDir Path folder;
  private Path root;
  private Path outside;
  private Path secret;
  private DiskService service;

  @BeforeEach
  void open() throws IOException {
    root = folder.resolve("root");
    service = DiskService.at(root);
    outside = Files.createDirectories(folder.resolve("outside/cd"));
    secret = Files.writeString(outside.resolve("abcdefgh"), "secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abcdefgh", "ab/cd/other", "ab/x"})
  void folderThatIsALinkIsRefused(String text) throws IOException {
    Files.createSymbolicLink(root.resolve("ab"), outside.getParent());
    StorageKey key = StorageKey.of(text);
    assertThatThrownBy(() -> service.open(key))
        .isInstanceOf(InvalidStorageKeyException.class)
        .hasMessageContaining("symbolic link \"ab\"");
    assertThatThrownBy(() -> service.head(key)).isInstanceOf(InvalidStorageKeyException.class);
    assertThatThrownBy(() -> service.delete(key)).isInstanceOf(InvalidStorageKeyException.class);
    assertThatThrownBy(() -> put(PutRequest.of(key, "")))
        .isInstanceOf(InvalidStorageKeyException.class);
    assertThatThrownBy(() -> put(PutRequest.of(key, "").replacing()))
        .isInstanceOf(InvalidStorageKeyException.class);
    assertUntouched();
  }

  @Test
  void innerFolderThatIsALinkIsRefused() throws IOException {
    Files.createDirectory(root.resolve("ab"));
    Files.createSymbolicLink(root.resolve("ab/cd"), outside);
    StorageKey key = StorageKey.of("abcdefgh");
    assertThatThrownBy(() -> service.open(key)).isInstanceOf(InvalidStorageKeyException.class);
    assertThatThrownBy(() -> service.delete(key)).isInstanceOf(InvalidStorageKeyException.class);
    assertUntouched();
  }

  @Test
  void fileThatIsALinkIsNoObject() throws IOException {
    Files.createDirectories(root.resolve("ab/cd"));
    Path link = Files.createSymbolicLink(root.resolve("ab/cd/abcdefgh"), secret);
    StorageKey key = StorageKey.of("abcdefgh");
    assertThat(service.head(key)).isEmpty();
    assertThatThrownBy(() -> service.open(key)).isInstanceOf(ObjectNotFoundException.class);
    service.delete(key);
    assertThat(link).isSymbolicLink();
    assertThatThrownBy(() -> put(PutRequest.of(key, ""))).isInstanceOf(ObjectExistsException.class);
    put(PutRequest.of(key, "").replacing());
    assertThat(link).isRegularFile().hasBinaryContent(NEW);
    assertUntouched();
  }

  @Test
  void danglingLinkIsNotWrittenThrough() throws IOException {
    Files.createDirectories(root.resolve("ab/cd"));
    Path target = outside.resolve("planted");
    Files.createSymbolicLink(root.resolve("ab/cd/abcdefgh"), target);
    StorageKey key = StorageKey.of("abcdefgh");
    assertThatThrownBy(() -> put(PutRequest.of(key, ""))).isInstanceOf(ObjectExistsException.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void folderOfTheServiceItselfMayNotBeALink() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.createSymbolicLink(other.resolve(".affix"), outside);
    assertThatThrownBy(() -> DiskService.at(other)).isInstanceOf(StorageException.class);
    assertUntouched();
  }

  private void put(PutRequest request) throws IOException {
    service.put(request, new ByteArrayInputStream(NEW));
  }

  private void assertUntouched() throws IOException {
    assertThat(secret).hasContent("secret");
    try (var files = Files.list(outside)) {
      assertThat(files).containsExactly(secret);
    }
  }
}
