package dev.affix.testkit;

import dev.affix.storage.BatchDeletion;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A good service that deletes many at once; each subclass spoils one thing of that. */
class BrokenBatch extends OnMemory implements BatchDeletion {
  BrokenBatch() {
    super(new MemoryService());
  }

  @Override
  public Map<StorageKey, StorageException> deleteAll(Collection<StorageKey> keys) {
    return memory.deleteAll(keys);
  }

  static final class DeletesByPrefix extends BrokenBatch {
    @Override
    public Map<StorageKey, StorageException> deleteAll(Collection<StorageKey> keys) {
      List<StorageKey> there = new ArrayList<>();
      memory.list().forEachRemaining((StoredObject object) -> there.add(object.key()));
      there.removeIf(
          key -> keys.stream().noneMatch(doomed -> key.value().startsWith(doomed.value())));
      return memory.deleteAll(there);
    }
  }

  /** As a request whose XML is not escaped. */
  static final class MissesUnusualKeys extends BrokenBatch {
    @Override
    public Map<StorageKey, StorageException> deleteAll(Collection<StorageKey> keys) {
      return memory.deleteAll(
          keys.stream().filter(key -> key.value().chars().noneMatch(c -> c == '&')).toList());
    }
  }

  static final class FailsForAbsentKeys extends BrokenBatch {
    @Override
    public Map<StorageKey, StorageException> deleteAll(Collection<StorageKey> keys) {
      Map<StorageKey, StorageException> failures = new HashMap<>();
      for (StorageKey key : keys) {
        if (memory.head(key).isEmpty()) {
          failures.put(key, new ObjectNotFoundException(key, "memory"));
        }
        memory.delete(key);
      }
      return failures;
    }
  }

  static final class StopsAtAThousand extends BrokenBatch {
    @Override
    public Map<StorageKey, StorageException> deleteAll(Collection<StorageKey> keys) {
      return memory.deleteAll(keys.stream().limit(1000).toList());
    }
  }
}
