package dev.affix.internal.serving;

import dev.affix.storage.ByteRange;
import dev.affix.storage.Checksums;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.RangeNotSatisfiableException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A storage service in memory that counts what is asked of it, and can be down, slow or cut. */
final class HeldObjects implements StorageService {
  private final Map<StorageKey, Held> objects = new ConcurrentHashMap<>();
  final AtomicInteger heads = new AtomicInteger();
  final AtomicInteger opens = new AtomicInteger();
  final AtomicInteger readersOpen = new AtomicInteger();
  volatile boolean down;
  volatile boolean broken;
  volatile int missingBytes;

  /**
   * While it is set, calls count it down and then wait for {@link #mayGoOn}, deaf to interrupts.
   */
  volatile @Nullable CountDownLatch hanging;

  final CountDownLatch mayGoOn = new CountDownLatch(1);

  void hold(StorageKey key, byte[] bytes) {
    hold(key, bytes, Instant.parse("2026-02-01T00:00:00Z"));
  }

  void hold(StorageKey key, byte[] bytes, Instant written) {
    var object = new StoredObject(key, bytes.length, Checksums.NONE, written);
    objects.put(key, new Held(object, bytes));
  }

  @Override
  public StoredObject put(PutRequest request, InputStream body) throws IOException {
    if (objects.containsKey(request.key())) {
      throw new ObjectExistsException(request.key(), "memory");
    }
    hold(request.key(), body.readAllBytes());
    return head(request.key()).orElseThrow();
  }

  @Override
  public ObjectReader open(StorageKey key, ByteRange range) {
    opens.incrementAndGet();
    pass();
    Held held = objects.get(key);
    if (held == null) {
      throw new ObjectNotFoundException(key, "memory");
    }
    int size = held.bytes.length;
    if (!range.isSatisfiableBy(size)) {
      throw new RangeNotSatisfiableException(key, range, size);
    }
    int first = (int) range.first();
    int length = (int) range.lengthWithin(size) - missingBytes;
    byte[] part = Arrays.copyOfRange(held.bytes, first, first + Math.max(0, length));
    readersOpen.incrementAndGet();
    return new ObjectReader(held.object, new CountedStream(part));
  }

  @Override
  public Optional<StoredObject> head(StorageKey key) {
    heads.incrementAndGet();
    pass();
    return Optional.ofNullable(objects.get(key)).map(held -> held.object);
  }

  @Override
  public void delete(StorageKey key) {
    objects.remove(key);
  }

  private void pass() {
    CountDownLatch latch = hanging;
    if (latch != null) {
      latch.countDown();
      awaitGoOn();
    }
    if (down) {
      throw new StorageUnavailableException("Memory is down", null);
    }
    if (broken) {
      throw new IllegalStateException("a bug in the service");
    }
  }

  private void awaitGoOn() {
    boolean waiting = true;
    while (waiting) {
      try {
        mayGoOn.await();
        waiting = false;
      } catch (InterruptedException e) {
        // As a file system that hangs.
      }
    }
  }

  private static final class Held {
    private final StoredObject object;
    private final byte[] bytes;

    Held(StoredObject object, byte[] bytes) {
      this.object = object;
      this.bytes = bytes;
    }
  }

  private final class CountedStream extends FilterInputStream {
    private boolean closed;

    CountedStream(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        readersOpen.decrementAndGet();
      }
    }
  }
}
