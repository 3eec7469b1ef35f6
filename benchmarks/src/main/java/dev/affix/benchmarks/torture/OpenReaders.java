package dev.affix.benchmarks.torture;

import dev.affix.storage.ObjectReader;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Opens as many readers at once as a service allows, which shows that none was lost. */
final class OpenReaders {
  private static final int LENGTH = 300_000;

  private OpenReaders() {}

  /** What keeps so many readers from being open at once; nothing armed any more. */
  static List<String> leaks(FaultBed bed, int readers) throws IOException {
    StorageKey key = StorageKey.random();
    byte[] bytes = new byte[LENGTH];
    Arrays.fill(bytes, (byte) 7);
    bed.put(key.value(), bytes);
    List<String> leaks = new ArrayList<>();
    List<ObjectReader> open = new ArrayList<>();
    try {
      while (open.size() < readers) {
        open.add(bed.service().open(key));
      }
      for (ObjectReader reader : open) {
        if (!Arrays.equals(bytes, reader.body().readAllBytes())) {
          leaks.add("a reader gave other bytes than were stored");
        }
      }
    } catch (StorageException | IOException e) {
      leaks.add("of %d readers at once only %d: %s".formatted(readers, open.size(), e));
    } finally {
      open.forEach(ObjectReader::close);
    }
    bed.clear();
    return leaks;
  }
}
