package dev.affix.disk;

import dev.affix.storage.InvalidStorageKeyException;
import dev.affix.storage.StorageKey;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two ways keys lie in folders. In each of them the keys in a folder share a beginning, so that
 * reading entries in the order of their texts is reading keys in order.
 */
enum KeySpace {
  /** Keys without slashes: two folders of two characters, then the file named as the key. */
  SHARDED {
    @Override
    Optional<Entry> entry(
        Path path, String name, @Nullable Entry parent, BasicFileAttributes attributes) {
      String above = parent == null ? "" : parent.text();
      int depth = parent == null ? 0 : parent.depth();
      if (depth < 2) {
        return attributes.isDirectory() && Layout.isShard(name)
            ? Optional.of(Entry.folder(path, above + name, name, parent))
            : Optional.empty();
      }
      return object(path, name, parent, attributes);
    }
  },

  /** Other keys: the path is the key. */
  LITERAL {
    @Override
    Optional<Entry> entry(
        Path path, String name, @Nullable Entry parent, BasicFileAttributes attributes) {
      String text = (parent == null ? "" : parent.text()) + name;
      if (!attributes.isDirectory()) {
        return object(path, text, parent, attributes);
      }
      return parent == null && name.startsWith(Layout.RESERVED)
          ? Optional.empty()
          : Optional.of(Entry.folder(path, text + "/", name, parent));
    }
  };

  /**
   * What a file or folder is in this space, if it is something.
   *
   * @param parent the folder it is in; null for the root
   */
  abstract Optional<Entry> entry(
      Path path, String name, @Nullable Entry parent, BasicFileAttributes attributes);

  private static Optional<Entry> object(
      Path path, String text, @Nullable Entry parent, BasicFileAttributes attributes) {
    if (!attributes.isRegularFile()) {
      return Optional.empty();
    }
    try {
      StorageKey key = StorageKey.of(text);
      // Only what its own key leads to; a stray file elsewhere could not be opened.
      return Layout.pathOf(key).equals(Entry.pathBelowRoot(parent, path))
          ? Optional.of(Entry.object(path, key, parent, attributes))
          : Optional.empty();
    } catch (InvalidStorageKeyException noKey) {
      return Optional.empty();
    }
  }
}
