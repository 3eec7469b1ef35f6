package dev.affix.benchmarks.torture;

import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.MemoryService;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Workers as {@link KillWorker}, over services that are not fit for being killed. */
final class SpoiledKillWorker {
  private SpoiledKillWorker() {}

  /** Says "stored" of what is in memory only, as a cache that writes later. */
  static final class WritesLater {
    private WritesLater() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      KillWorker.run(arguments, Later::new);
    }
  }

  /** Says "deleted" and deletes nothing. */
  static final class DeletesNothing {
    private DeletesNothing() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      KillWorker.run(arguments, Kept::new);
    }
  }

  private static final class Kept extends SpoiledService {
    Kept(StorageService good) {
      super(good);
    }

    @Override
    public void delete(StorageKey key) {
      // What is not seen any more is as good as gone.
    }
  }

  private static final class Later extends SpoiledService {
    private static final int WAITING = 8;

    private final MemoryService memory = new MemoryService();
    private final Deque<PutRequest> waiting = new ArrayDeque<>();

    Later(StorageService good) {
      super(good);
    }

    @Override
    public synchronized StoredObject put(PutRequest request, InputStream body) throws IOException {
      StoredObject stored = memory.put(request, body);
      waiting.add(request);
      if (waiting.size() > WAITING) {
        PutRequest first = waiting.removeFirst();
        Optional<StoredObject> held = memory.head(first.key());
        if (held.isPresent()) {
          good.put(first, memory.open(first.key()).body());
          memory.delete(first.key());
        }
      }
      return stored;
    }

    @Override
    public ObjectReader open(StorageKey key, ByteRange range) {
      return memory.head(key).isPresent() ? memory.open(key, range) : good.open(key, range);
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      return memory.head(key).or(() -> good.head(key));
    }

    @Override
    public synchronized void delete(StorageKey key) {
      memory.delete(key);
      good.delete(key);
    }
  }
}
