package dev.affix.proof;

import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.FaultyService;
import dev.affix.testkit.MemoryService;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/** A service in memory that lets a test do something in the middle of a call. */
final class Place implements StorageService, ObjectListing {
  final MemoryService memory = new MemoryService();
  final FaultyService faults = FaultyService.around(memory);

  /** Runs before each put, with its key. */
  volatile Consumer<StorageKey> beforePut = key -> {};

  /** Runs when a put has done its work. */
  volatile Consumer<StorageKey> afterPut = key -> {};

  /** Runs before every call. */
  volatile Runnable beforeAny = () -> {};

  @Override
  public StoredObject put(PutRequest request, InputStream body) throws IOException {
    beforeAny.run();
    beforePut.accept(request.key());
    StoredObject stored = faults.put(request, body);
    afterPut.accept(request.key());
    return stored;
  }

  @Override
  public ObjectReader open(StorageKey key, ByteRange range) {
    beforeAny.run();
    return faults.open(key, range);
  }

  @Override
  public Optional<StoredObject> head(StorageKey key) {
    beforeAny.run();
    return faults.head(key);
  }

  @Override
  public void delete(StorageKey key) {
    beforeAny.run();
    faults.delete(key);
  }

  @Override
  public Iterator<StoredObject> list() {
    return faults.list();
  }

  @Override
  public Iterator<StoredObject> listAfter(StorageKey after) {
    return faults.listAfter(after);
  }

  int size() {
    return memory.size();
  }

  /** Does it at the next call only. */
  static Consumer<StorageKey> once(Runnable work) {
    var done = new java.util.concurrent.atomic.AtomicBoolean();
    return key -> {
      if (done.compareAndSet(false, true)) {
        work.run();
      }
    };
  }
}
