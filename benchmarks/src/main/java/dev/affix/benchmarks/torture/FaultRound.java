package dev.affix.benchmarks.torture;

import dev.affix.storage.ByteRange;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectCopying;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** One operation on one service under one fault, and a look at what it left. */
final class FaultRound {
  static final String TYPE = "application/octet-stream";
  private static final int IN_PARTS = (5 << 20) + 70_000;
  private static final int MOST_AT_ONCE = 60_000;

  private final FaultBed bed;
  private final Operation operation;
  private final Random random;
  private final List<String> broken = new ArrayList<>();
  private final byte[] bytes;
  private final byte[] old;
  private final StorageKey key = StorageKey.random();
  private final StorageKey beside = StorageKey.random();
  private final BodyKind body;
  private String fault = "";
  private CallEnd end = CallEnd.UNDEFINED;
  private Optional<Exception> thrown = Optional.empty();
  private Duration took = Duration.ZERO;
  private boolean gaveUp;
  private long faults;

  /** A call that may end by an exception. */
  @FunctionalInterface
  private interface Call {
    void run() throws IOException;
  }

  FaultRound(FaultBed bed, Operation operation, Random random) {
    this.bed = bed;
    this.operation = operation;
    this.random = random;
    this.bytes = someBytes(operation == Operation.PUT_IN_PARTS ? IN_PARTS : lengthAtOnce());
    this.old = someBytes(lengthAtOnce());
    this.body = operation.isPut() && random.nextInt(3) == 0 ? anyBody() : BodyKind.RIGHT;
  }

  long faults() {
    return faults;
  }

  /** How the call ended. */
  CallEnd end() {
    return end;
  }

  /**
   * Whether a call that was to end well gave up on a server that was silent for too long: once in a
   * while the machine is to blame, more often the service.
   */
  boolean gaveUp() {
    return gaveUp;
  }

  /** What was found broken. */
  List<String> run() throws IOException {
    switch (operation) {
      case REPLACE, READ, READ_RANGE, HEAD, DELETE, COPY -> bed.put(key.value(), old);
      case LIST -> {
        bed.put(key.value(), old);
        bed.put(beside.value(), old);
      }
      case PUT, PUT_UNKNOWN_LENGTH, PUT_IN_PARTS -> {}
    }
    fault = bed.arm(operation, key, random);
    try {
      perform();
    } finally {
      faults += bed.disarm() + (body == BodyKind.RIGHT ? 0 : 1);
    }
    gaveUp =
        bed.ending() == FaultBed.Ending.WELL
            && end == CallEnd.UNAVAILABLE
            && took.compareTo(bed.patience()) >= 0;
    requireEnding();
    require(took.compareTo(bed.limit(bytes.length)) <= 0, "took " + took.toMillis() + " ms");
    bed.remains(key).forEach(this::broken);
    bed.clear();
    return broken;
  }

  private void perform() throws IOException {
    switch (operation) {
      case PUT, PUT_UNKNOWN_LENGTH, PUT_IN_PARTS, REPLACE -> put();
      case READ -> read(ByteRange.ALL);
      case READ_RANGE -> read(ByteRange.of(old.length / 3, old.length - 1L));
      case HEAD -> head();
      case DELETE -> delete();
      case LIST -> list();
      case COPY -> copy();
    }
  }

  private void requireEnding() {
    boolean well = end == (body == BodyKind.RIGHT ? CallEnd.DONE : CallEnd.BODY_REFUSED);
    boolean right =
        switch (bed.ending()) {
          case WELL -> well;
          case UNAVAILABLE -> end == CallEnd.UNAVAILABLE || end == CallEnd.BODY_REFUSED;
          case REFUSED -> end != CallEnd.DONE && end != CallEnd.CUT_OFF;
          case ANY -> true;
        };
    require(
        (right || gaveUp) && end != CallEnd.UNDEFINED,
        "a %s body was to end %s, but ended %s%s"
            .formatted(
                body, bed.ending(), end, thrown.map(e -> " by " + e + causeOf(e)).orElse("")));
  }

  private void put() throws IOException {
    PutRequest request = PutRequest.of(key, TYPE);
    if (operation != Operation.PUT_UNKNOWN_LENGTH) {
      request = request.withLength(bytes.length);
    }
    if (operation == Operation.REPLACE) {
      request = request.replacing();
    }
    PutRequest announced = body.announce(request, bytes);
    attempt(() -> bed.service().put(announced, body.of(bytes, random.nextInt(bytes.length))));
    require(end != CallEnd.DONE || body == BodyKind.RIGHT, "took a body that was " + body);
    bed.disarm();
    Optional<byte[]> there = bed.stored(key.value());
    boolean isNew = there.isPresent() && Arrays.equals(there.get(), bytes);
    boolean isOld = there.isPresent() && Arrays.equals(there.get(), old);
    if (end == CallEnd.DONE) {
      require(isNew, "said done, but the bytes are not there");
    } else if (body != BodyKind.RIGHT) {
      require(operation == Operation.REPLACE ? isOld : there.isEmpty(), "left a " + body + " body");
    } else if (operation == Operation.REPLACE) {
      require(isOld || isNew, "left neither the old bytes nor the new");
    } else {
      require(there.isEmpty() || isNew, "left an object that is not whole");
    }
  }

  private void read(ByteRange range) {
    byte[] expected =
        Arrays.copyOfRange(
            old, (int) range.first(), (int) (range.first() + range.lengthWithin(old.length)));
    attempt(() -> {
      try (ObjectReader reader = bed.service().open(key, range)) {
        byte[] read = reader.body().readAllBytes();
        require(
            Arrays.equals(expected, read) || bed.mayGoUnnoticed(operation),
            "read %d bytes that are not those stored, without an exception".formatted(read.length));
      }
    });
  }

  private void head() {
    attempt(() -> {
      Optional<StoredObject> found = bed.service().head(key);
      require(
          found.isPresent() && found.get().byteSize() == old.length,
          "head said " + found + " of an object of " + old.length + " bytes");
    });
  }

  private void delete() throws IOException {
    attempt(() -> bed.service().delete(key));
    bed.disarm();
    Optional<byte[]> there = bed.stored(key.value());
    require(
        there.isEmpty() || (end != CallEnd.DONE && Arrays.equals(there.get(), old)),
        "deletes by halves");
  }

  private void list() throws IOException {
    Set<String> listed = new TreeSet<>();
    attempt(() -> {
      Iterator<StoredObject> objects = ((ObjectListing) bed.service()).list();
      while (objects.hasNext()) {
        listed.add(objects.next().key().value());
      }
    });
    bed.disarm();
    if (end != CallEnd.DONE || bed.mayGoUnnoticed(operation)) {
      return;
    }
    require(listed.containsAll(Set.of(key.value(), beside.value())), "listed only " + listed);
    for (String listedKey : listed) {
      // A put of an earlier round that was still on its way may have arrived.
      require(bed.stored(listedKey).isPresent(), "listed " + listedKey + ", which is not there");
    }
  }

  private void copy() throws IOException {
    StorageService service = bed.service();
    StorageKey target = StorageKey.random();
    attempt(() -> {
      StoredObject seen = service.head(key).orElseThrow(() -> new IOException("not seen"));
      ((ObjectCopying) service)
          .copy(service, seen, PutRequest.of(target, TYPE).withLength(old.length));
    });
    bed.disarm();
    Optional<byte[]> there = bed.stored(target.value());
    require(
        there.isPresent() ? Arrays.equals(there.get(), old) : end != CallEnd.DONE,
        "the copy is not the original");
  }

  private void attempt(Call call) {
    long begin = System.nanoTime();
    try {
      call.run();
      end = CallEnd.DONE;
    } catch (StorageException | IOException e) {
      thrown = Optional.of(e);
      end = endBy(e);
      require(e.getMessage() != null, "an exception without a message");
    } catch (RuntimeException e) {
      thrown = Optional.of(e);
      end = CallEnd.UNDEFINED;
    }
    took = Duration.ofNanos(System.nanoTime() - begin);
  }

  private CallEnd endBy(Exception e) {
    if (e instanceof StorageUnavailableException) {
      return CallEnd.UNAVAILABLE;
    }
    boolean bodyIsWrong =
        body == BodyKind.BREAKS
            ? BodyKind.BROKE.equals(e.getMessage())
            : body != BodyKind.RIGHT && e instanceof IntegrityException;
    if (bodyIsWrong) {
      return CallEnd.BODY_REFUSED;
    }
    if (e instanceof StorageException) {
      return CallEnd.REFUSED;
    }
    return operation == Operation.READ || operation == Operation.READ_RANGE
        ? CallEnd.CUT_OFF
        : CallEnd.UNDEFINED;
  }

  private static String causeOf(Exception e) {
    return e.getCause() == null ? "" : ", caused by " + e.getCause();
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      broken(otherwise);
    }
  }

  private void broken(String what) {
    broken.add("%s on %s with %s: %s".formatted(operation, bed.name(), fault, what));
  }

  private BodyKind anyBody() {
    List<BodyKind> kinds = List.of(BodyKind.values());
    return kinds.get(random.nextInt(kinds.size()));
  }

  private int lengthAtOnce() {
    return 1 + random.nextInt(MOST_AT_ONCE);
  }

  private byte[] someBytes(int length) {
    byte[] some = new byte[length];
    random.nextBytes(some);
    return some;
  }
}
