package dev.affix.testkit;

import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A service that passes calls on to another, counts them, and fails as a test tells it to. Safe for
 * use by many threads.
 */
public final class FaultyService implements StorageService, ObjectListing {

  /** The calls a fault can hit; a listing is one call however far it is read. */
  public enum Operation {
    PUT,
    OPEN,
    HEAD,
    DELETE,
    LIST
  }

  private final StorageService service;
  private final ObjectListing listing;
  private final Map<Operation, Queue<Fault>> once = new EnumMap<>(Operation.class);
  private final Map<Operation, Fault> always = new EnumMap<>(Operation.class);
  private final Map<Operation, List<StorageKey>> calls = new EnumMap<>(Operation.class);
  private final Queue<OnItsWay> late = new ArrayDeque<>();
  private int listings;

  private record OnItsWay(PutRequest request, InputStream body) {}

  private FaultyService(StorageService service, ObjectListing listing) {
    this.service = service;
    this.listing = listing;
    for (Operation operation : Operation.values()) {
      once.put(operation, new ArrayDeque<>());
      calls.put(operation, new ArrayList<>());
    }
  }

  /** Around {@code service}, without any fault yet. */
  public static <S extends StorageService & ObjectListing> FaultyService around(S service) {
    return new FaultyService(service, service);
  }

  /** The next call of this kind that is not spoken for yet meets the fault. */
  public synchronized FaultyService once(Operation operation, Fault fault) {
    queue(operation).add(fault);
    return this;
  }

  /** Every call of this kind meets the fault, until {@link #heal()}. */
  public synchronized FaultyService always(Operation operation, Fault fault) {
    always.put(operation, fault);
    return this;
  }

  /** Forgets every fault that was not met yet. */
  public synchronized void heal() {
    once.values().forEach(Queue::clear);
    always.clear();
  }

  /**
   * Lets the requests take effect that were on their way, in the order they were sent; one whose
   * key is taken meanwhile is refused, if it does not replace.
   */
  public synchronized void arrive() {
    for (OnItsWay put = late.poll(); put != null; put = late.poll()) {
      try {
        service.put(put.request, put.body);
      } catch (ObjectExistsException e) {
        // Nobody waits for the answer.
      } catch (IOException e) {
        throw new UncheckedIOException("Bytes in memory could not be read", e);
      }
    }
  }

  /** How many calls of this kind came, failed ones too. */
  public synchronized int count(Operation operation) {
    return operation == Operation.LIST ? listings : keysOf(operation).size();
  }

  /** The keys of the calls of this kind, in the order they came. */
  public synchronized List<StorageKey> keys(Operation operation) {
    return List.copyOf(keysOf(operation));
  }

  @Override
  public StoredObject put(PutRequest request, InputStream body) throws IOException {
    Optional<Fault> fault = begin(Operation.PUT, request.key());
    if (fault.orElse(null) instanceof Fault.Late(var failure)) {
      keep(new OnItsWay(request, new ByteArrayInputStream(body.readAllBytes())));
      throw failure;
    }
    StoredObject stored = service.put(request, body);
    finish(fault);
    return stored;
  }

  @Override
  public ObjectReader open(StorageKey key, ByteRange range) {
    Optional<Fault> fault = begin(Operation.OPEN, key);
    ObjectReader reader = service.open(key, range);
    if (fault.orElse(null) instanceof Fault.FailAfter) {
      reader.close();
    }
    finish(fault);
    return switch (fault.orElse(null)) {
      case Fault.Truncate(long bytes) ->
          new ObjectReader(reader.object(), new CutStream(reader.body(), bytes, false));
      case Fault.BreakOff(long bytes) ->
          new ObjectReader(reader.object(), new CutStream(reader.body(), bytes, true));
      case null, default -> reader;
    };
  }

  @Override
  public Optional<StoredObject> head(StorageKey key) {
    Optional<Fault> fault = begin(Operation.HEAD, key);
    Optional<StoredObject> found = service.head(key);
    finish(fault);
    return found;
  }

  @Override
  public void delete(StorageKey key) {
    Optional<Fault> fault = begin(Operation.DELETE, key);
    service.delete(key);
    finish(fault);
  }

  @Override
  public Iterator<StoredObject> list() {
    Optional<Fault> fault = begin(Operation.LIST, null);
    Iterator<StoredObject> objects = listing.list();
    finish(fault);
    return objects;
  }

  @Override
  public Iterator<StoredObject> listAfter(StorageKey after) {
    Optional<Fault> fault = begin(Operation.LIST, null);
    Iterator<StoredObject> objects = listing.listAfter(after);
    finish(fault);
    return objects;
  }

  private Optional<Fault> begin(Operation operation, @Nullable StorageKey key) {
    Optional<Fault> fault = take(operation, key);
    switch (fault.orElse(null)) {
      case Fault.FailBefore(var failure) -> throw failure;
      case Fault.Hang(var gate) -> gate.pass();
      case Fault.Delay(var time) -> Delays.of(time);
      case Fault.Late(var failure) when operation != Operation.PUT -> throw failure;
      case null, default -> {}
    }
    return fault;
  }

  private static void finish(Optional<Fault> fault) {
    if (fault.orElse(null) instanceof Fault.FailAfter(var failure)) {
      throw failure;
    }
  }

  private synchronized void keep(OnItsWay put) {
    late.add(put);
  }

  private synchronized Optional<Fault> take(Operation operation, @Nullable StorageKey key) {
    if (key == null) {
      listings++;
    } else {
      keysOf(operation).add(key);
    }
    Fault next = queue(operation).poll();
    return Optional.ofNullable(next != null ? next : always.get(operation));
  }

  private Queue<Fault> queue(Operation operation) {
    return Objects.requireNonNull(once.get(operation));
  }

  private List<StorageKey> keysOf(Operation operation) {
    return Objects.requireNonNull(calls.get(operation));
  }
}
