package dev.affix.proof;

import dev.affix.model.Blob;
import dev.affix.storage.StorageKey;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The icons of a unit's pseuds, as a new transaction finds them. */
record Icons(Unit unit) {
  Blob blob(Long id) {
    return unit.inTransaction(em -> em.find(Pseud.class, id).icon().blob());
  }

  boolean attached(Long id) {
    return unit.inTransaction(em -> em.find(Pseud.class, id).icon().isAttached());
  }

  StorageKey key(Long id) {
    return StorageKey.of(blob(id).file().storageKey());
  }

  /** The bytes that the storage holds. */
  byte[] read(Long id) {
    try (var reader = unit.memory.open(key(id))) {
      return reader.body().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
