package dev.affix.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.storage.InvalidStorageKeyException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomListingTest {
  private static final String LETTERS = "ab-./0é😀";

  @TempDir Path root;

  /** Random trees of both kinds of keys, against sorting all keys. */
  @Test
  void randomTreesAreListedInOrderFromAnywhere() throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int tree = 0; tree < 12; tree++) {
      Path folder = Files.createDirectory(root.resolve("tree" + tree));
      DiskService service = DiskService.at(folder);
      List<StorageKey> keys = plant(folder, random);
      assertThat(keysOf(service.list())).as("seed " + seed).isEqualTo(keys);
      for (int i = 0; i < 12; i++) {
        StorageKey after = i % 2 == 0 ? keys.get(random.nextInt(keys.size())) : key(random);
        assertThat(keysOf(service.listAfter(after)))
            .as("seed " + seed + " after " + after)
            .isEqualTo(keys.stream().filter(key -> key.compareTo(after) > 0).toList());
      }
    }
  }

  private static List<StorageKey> plant(Path folder, Random random) throws IOException {
    List<StorageKey> keys = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      StorageKey key = key(random);
      try {
        // By hand: a put would be slower, and the listing has to read other people's files, too.
        Path file = folder.resolve(Layout.pathOf(key));
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        keys.add(key);
      } catch (IOException | InvalidStorageKeyException taken) {
        // Or a file is where a folder should be.
      }
    }
    Collections.sort(keys);
    return keys;
  }

  private static StorageKey key(Random random) {
    int[] letters = LETTERS.codePoints().toArray();
    while (true) {
      var text = new StringBuilder();
      for (int length = 1 + random.nextInt(9); length > 0; length--) {
        text.appendCodePoint(letters[random.nextInt(letters.length)]);
      }
      try {
        return StorageKey.of(text.toString());
      } catch (InvalidStorageKeyException again) {
        // Another one.
      }
    }
  }

  private static List<StorageKey> keysOf(Iterator<StoredObject> objects) {
    List<StorageKey> keys = new ArrayList<>();
    objects.forEachRemaining(object -> keys.add(object.key()));
    return keys;
  }
}
