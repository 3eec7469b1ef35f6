package dev.affix.testkit;

import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A service that passes calls on to another and fails those, and reads from opened objects, that
 * come on a thread holding a database connection: slow storage would drain the pool. What failed is
 * kept as well, since code under test may catch the {@link AssertionError}.
 */
public final class ConnectionGuard implements StorageService, ObjectListing {
  private final StorageService service;
  private final ObjectListing listing;
  private final StatementCounter counter;
  private final List<String> violations = new CopyOnWriteArrayList<>();

  private ConnectionGuard(StorageService service, ObjectListing listing, StatementCounter counter) {
    this.service = service;
    this.listing = listing;
    this.counter = counter;
  }

  /** Around {@code service}, watching the connections of {@code counter}. */
  public static <S extends StorageService & ObjectListing> ConnectionGuard around(
      S service, StatementCounter counter) {
    return new ConnectionGuard(service, service, counter);
  }

  /** What came on a thread that held a connection; empty if all is well. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public StoredObject put(PutRequest request, InputStream body) throws IOException {
    check("put of " + request.key());
    return service.put(request, body);
  }

  @Override
  public ObjectReader open(StorageKey key, ByteRange range) {
    check("open of " + key);
    ObjectReader reader = service.open(key, range);
    return new ObjectReader(reader.object(), new GuardedStream(key, reader.body()));
  }

  @Override
  public Optional<StoredObject> head(StorageKey key) {
    check("head of " + key);
    return service.head(key);
  }

  @Override
  public void delete(StorageKey key) {
    check("delete of " + key);
    service.delete(key);
  }

  @Override
  public Iterator<StoredObject> list() {
    check("list");
    return listing.list();
  }

  @Override
  public Iterator<StoredObject> listAfter(StorageKey after) {
    check("list after " + after);
    return listing.listAfter(after);
  }

  private void check(String call) {
    int held = counter.heldByThisThread();
    if (held > 0) {
      String violation =
          call
              + " ran on thread \""
              + Thread.currentThread().getName()
              + "\" while it held "
              + held
              + " database connection(s); storage work belongs outside of transactions";
      violations.add(violation);
      throw new AssertionError(violation);
    }
  }

  private final class GuardedStream extends FilterInputStream {
    private final StorageKey key;

    GuardedStream(StorageKey key, InputStream in) {
      super(in);
      this.key = key;
    }

    @Override
    public int read() throws IOException {
      check("read of " + key);
      return super.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      check("read of " + key);
      return super.read(buffer, offset, length);
    }
  }
}
