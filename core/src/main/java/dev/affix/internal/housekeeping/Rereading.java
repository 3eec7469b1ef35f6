package dev.affix.internal.housekeeping;

import dev.affix.internal.pacing.Vitals;
import dev.affix.internal.rows.KeyRows.NamedKey;
import dev.affix.storage.ChecksumStream;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Reads objects and compares their bytes with rows, in memory that does not grow with them. Safe
 * for use by many threads.
 */
final class Rereading {
  private static final int TRIES = 3;

  private final StorageService service;
  private final Vitals vitals;

  Rereading(StorageService service, Vitals vitals) {
    this.service = service;
    this.vitals = vitals;
  }

  /** What reading an object gave. */
  sealed interface Result {
    record Same() implements Result {}

    record Different(String detail) implements Result {}

    /** There is no object. */
    record Gone() implements Result {}

    /** The service did not give it. */
    record Unknown(String reason) implements Result {}
  }

  Result of(NamedKey row) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(row);
      } catch (ObjectNotFoundException e) {
        return new Result.Gone();
      } catch (IntegrityException e) {
        return new Result.Different(String.valueOf(e.getMessage()));
      } catch (StorageException e) {
        if (attempt == TRIES || !(e instanceof StorageUnavailableException)) {
          return new Result.Unknown(String.valueOf(e.getMessage()));
        }
      } catch (IOException e) {
        if (attempt == TRIES) {
          return new Result.Different("cannot be read to its end: " + e.getMessage());
        }
      }
    }
  }

  private Result once(NamedKey row) throws IOException {
    StorageKey key = StorageKey.of(row.key());
    try (ObjectReader reader = vitals.storage(() -> service.open(key))) {
      ChecksumStream hashed = ChecksumStream.all(reader.body());
      vitals.storage(() -> hashed.transferTo(OutputStream.nullOutputStream()));
      return row.difference(hashed.count(), hashed.checksums())
          .<Result>map(Result.Different::new)
          .orElseGet(Result.Same::new);
    }
  }
}
