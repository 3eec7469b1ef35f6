package dev.affix.disk;

import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A folder or an object met on a {@link Walk}; compared by the bytes of its text. */
final class Entry implements Comparable<Entry> {
  private final Path path;
  private final String text;
  private final byte[] bytes;
  private final String pathBelowRoot;
  private final int depth;
  private final @Nullable StoredObject object;

  private Entry(
      Path path, String text, String name, @Nullable Entry parent, @Nullable StoredObject object) {
    this.path = path;
    this.text = text;
    this.bytes = text.getBytes(StandardCharsets.UTF_8);
    this.pathBelowRoot = parent == null ? name : parent.pathBelowRoot + "/" + name;
    this.depth = parent == null ? 1 : parent.depth + 1;
    this.object = object;
  }

  /** A folder; {@code text} is what every key in it begins with. */
  static Entry folder(Path path, String text, String name, @Nullable Entry parent) {
    return new Entry(path, text, name, parent, null);
  }

  static Entry object(
      Path path, StorageKey key, @Nullable Entry parent, BasicFileAttributes attributes) {
    return new Entry(path, key.value(), nameOf(path), parent, Temporary.describe(key, attributes));
  }

  static String pathBelowRoot(@Nullable Entry parent, Path path) {
    return parent == null ? nameOf(path) : parent.pathBelowRoot + "/" + nameOf(path);
  }

  static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  Path path() {
    return path;
  }

  String text() {
    return text;
  }

  /** 1 for what is in the root. */
  int depth() {
    return depth;
  }

  /** Null for a folder. */
  @Nullable StoredObject object() {
    return object;
  }

  /** Whether it is, or may hold, a key greater than {@code after}. */
  boolean reachesBeyond(byte[] after) {
    int difference = Arrays.compareUnsigned(bytes, after);
    return difference > 0
        || (object == null
            && bytes.length <= after.length
            && Arrays.equals(bytes, 0, bytes.length, after, 0, bytes.length));
  }

  @Override
  public int compareTo(Entry other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Entry entry && Arrays.equals(bytes, entry.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
