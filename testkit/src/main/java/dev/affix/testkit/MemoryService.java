package dev.affix.testkit;

import dev.affix.storage.BatchDeletion;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ChecksumStream;
import dev.affix.storage.Checksums;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectChangedException;
import dev.affix.storage.ObjectCopying;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.RangeNotSatisfiableException;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps objects in this JVM's memory, for tests of anything that needs a service. Passes all
 * contracts. Safe for use by many threads; whole objects are held, so keep them small.
 */
public final class MemoryService
    implements StorageService, ObjectListing, ObjectCopying, BatchDeletion {
  // Entity tags are numbers of writes, never used twice in a JVM.
  private static final AtomicLong WRITES = new AtomicLong();
  private static final String PLACE = "memory";

  private final ConcurrentNavigableMap<StorageKey, Entry> entries = new ConcurrentSkipListMap<>();
  private final Clock clock;

  private static final class Entry {
    final StoredObject object;
    final byte[] bytes;

    Entry(StoredObject object, byte[] bytes) {
      this.object = object;
      this.bytes = bytes;
    }
  }

  /** An empty service by the system's clock. */
  public MemoryService() {
    this(Clock.systemUTC());
  }

  /** An empty service whose objects were written when {@code clock} says. */
  public MemoryService(Clock clock) {
    this.clock = clock;
  }

  @Override
  public StoredObject put(PutRequest request, InputStream body) throws IOException {
    StorageKey key = request.key();
    ChecksumStream in = ChecksumStream.verifying(body, request.expected());
    byte[] bytes = readUpTo(request.expectedLength().orElse(Long.MAX_VALUE), key, in);
    if (request.expectedLength().orElse(bytes.length) != bytes.length) {
      throw new IntegrityException(key, "length is " + bytes.length + ", which is too short");
    }
    Checksums checksums = in.checksums();
    Optional<String> difference = request.expected().firstDifference(checksums);
    if (difference.isPresent()) {
      throw new IntegrityException(key, difference.get() + " differs");
    }
    var entry =
        new Entry(
            new StoredObject(
                key,
                bytes.length,
                checksums,
                clock.instant(),
                Long.toHexString(WRITES.incrementAndGet())),
            bytes);
    switch (request.existing()) {
      case REPLACE -> entries.put(key, entry);
      case KEEP -> {
        if (entries.putIfAbsent(key, entry) != null) {
          throw new ObjectExistsException(key, PLACE);
        }
      }
    }
    return entry.object;
  }

  @Override
  public ObjectReader open(StorageKey key, ByteRange range) {
    Entry entry = entries.get(key);
    if (entry == null) {
      throw new ObjectNotFoundException(key, PLACE);
    }
    int size = entry.bytes.length;
    if (!range.isSatisfiableBy(size)) {
      throw new RangeNotSatisfiableException(key, range, size);
    }
    return new ObjectReader(
        entry.object,
        new ByteArrayInputStream(entry.bytes, (int) range.first(), (int) range.lengthWithin(size)));
  }

  @Override
  public Optional<StoredObject> head(StorageKey key) {
    return Optional.ofNullable(entries.get(key)).map(entry -> entry.object);
  }

  @Override
  public void delete(StorageKey key) {
    entries.remove(key);
  }

  @Override
  public Iterator<StoredObject> list() {
    return entries.values().stream().map(entry -> entry.object).iterator();
  }

  @Override
  public Iterator<StoredObject> listAfter(StorageKey after) {
    return entries.tailMap(after, false).values().stream().map(entry -> entry.object).iterator();
  }

  @Override
  public boolean copiesFrom(StorageService source) {
    return source instanceof MemoryService;
  }

  @Override
  public StoredObject copy(StorageService source, StoredObject seen, PutRequest target) {
    if (!(source instanceof MemoryService other)) {
      throw new IllegalArgumentException(this + " cannot copy from " + source);
    }
    Entry entry = other.entries.get(seen.key());
    if (entry == null) {
      throw new ObjectNotFoundException(seen.key(), PLACE);
    }
    if (!Objects.equals(entry.object.etag(), seen.etag())) {
      throw new ObjectChangedException(seen.key(), PLACE);
    }
    try {
      return put(target, new ByteArrayInputStream(entry.bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail", e);
    }
  }

  @Override
  public Map<StorageKey, StorageException> deleteAll(Collection<StorageKey> keys) {
    keys.forEach(entries::remove);
    return Map.of();
  }

  /** How many objects there are. */
  public int size() {
    return entries.size();
  }

  @Override
  public String toString() {
    return "MemoryService(" + size() + " objects)";
  }

  private static byte[] readUpTo(long most, StorageKey key, InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      bytes.write(buffer, 0, read);
      if (bytes.size() > most) {
        throw new IntegrityException(key, "longer than the " + most + " bytes expected");
      }
    }
    return bytes.toByteArray();
  }
}
