package dev.affix.disk;

import dev.affix.storage.InvalidStorageKeyException;
import dev.affix.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Which file a key is, relative to the root, as text with slashes. Pure; the inverse is to take a
 * file's candidate key and ask whether it leads back to the file.
 *
 * <p>{@code abcdef} is {@code ab/cd/abcdef}, as in ActiveStorage; a key with a slash, or of fewer
 * than five characters, is its own path.
 */
final class Layout {
  /** First segments that belong to the service itself. */
  static final String RESERVED = ".affix";

  private static final int MIN_SHARDED = 5;
  // Of the usual file systems, none takes longer names.
  private static final int MAX_NAME_BYTES = 255;
  private static final Pattern SHARDED_FILE =
      Pattern.compile("(..)/(..)/\\1\\2[^/]*", Pattern.DOTALL);
  private static final Pattern SHARD_FOLDER = Pattern.compile("..(/..)?", Pattern.DOTALL);

  private Layout() {}

  static String pathOf(StorageKey key) {
    String value = key.value();
    if (value.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
      throw new InvalidStorageKeyException(
          value, "begins with \"" + RESERVED + "\", which is reserved for the disk service");
    }
    String path = isSharded(value) ? firstShard(value) + "/" + secondShard(value) + "/" : "";
    if (path.isEmpty() && SHARDED_FILE.matcher(value).matches()) {
      throw new InvalidStorageKeyException(
          value, "is the path of the file of another key; name that key instead");
    }
    if (path.isEmpty() && SHARD_FOLDER.matcher(value).matches()) {
      throw new InvalidStorageKeyException(
          value, "is the path of a folder in which the disk service keeps other keys");
    }
    for (String name : value.split("/", -1)) {
      if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
        throw new InvalidStorageKeyException(
            value,
            "has a segment of more than " + MAX_NAME_BYTES + " bytes, too long for a file name");
      }
    }
    return path + value;
  }

  /** Whether a folder of this name, first or second below the root, may hold sharded keys. */
  static boolean isShard(String name) {
    return name.codePointCount(0, name.length()) == 2;
  }

  private static boolean isSharded(String value) {
    // A shard ".." would leave its folder.
    return value.indexOf('/') < 0
        && value.codePointCount(0, value.length()) >= MIN_SHARDED
        && !firstShard(value).equals("..")
        && !secondShard(value).equals("..");
  }

  // By code points: half a surrogate pair is no file name.
  private static String firstShard(String value) {
    return value.substring(0, value.offsetByCodePoints(0, 2));
  }

  private static String secondShard(String value) {
    return value.substring(value.offsetByCodePoints(0, 2), value.offsetByCodePoints(0, 4));
  }
}
