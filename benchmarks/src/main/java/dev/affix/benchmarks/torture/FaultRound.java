package dev.affix.benchmarks.torture;

import dev.affix.storage.ByteRange;
import dev.affix.storage.Checksums;
import dev.affix.storage.ObjectCopying;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/** One operation on one service under one fault, and a look at what it left. */
final class FaultRound {
  static final String TYPE = "application/octet-stream";
  private static final int MULTIPART = (5 << 20) + 70_000;
  private static final int RARELY = 4;

  private final FaultBed bed;
  private final Operation operation;
  private final Random random;
  private final List<String> broken = new ArrayList<>();
  private final byte[] bytes;
  private final StorageKey key = StorageKey.random();
  private final StorageKey beside = StorageKey.random();
  private String fault = "";
  private long faults;

  /** What a body does before its end; whole ones do nothing. */
  private record Breaking(InputStream in, int at) {
    InputStream stream() {
      return new java.io.FilterInputStream(in) {
        private int left = at;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          if (left == 0) {
            throw new IOException("the body broke");
          }
          int read = super.read(buffer, offset, Math.min(length, left));
          left -= Math.max(read, 0);
          return read;
        }
      };
    }
  }

  /** How the body of a put is, and what it says of itself. */
  private enum BodyKind {
    RIGHT,
    BREAKS,
    TOO_SHORT,
    TOO_LONG,
    OTHER_BYTES
  }

  FaultRound(FaultBed bed, Operation operation, Random random) {
    this.bed = bed;
    // Megabytes are slow to come by; the other puts share the code before the first part.
    this.operation =
        operation == Operation.PUT_IN_PARTS && random.nextInt(RARELY) > 0
            ? Operation.PUT_UNKNOWN_LENGTH
            : operation;
    this.random = random;
    this.bytes =
        new byte[this.operation == Operation.PUT_IN_PARTS ? MULTIPART : 1 + random.nextInt(60_000)];
    random.nextBytes(bytes);
  }

  long faults() {
    return faults;
  }

  /** What was found broken. */
  List<String> run() throws IOException {
    byte[] old = new byte[1 + random.nextInt(60_000)];
    random.nextBytes(old);
    switch (operation) {
      case REPLACE, READ, READ_RANGE, HEAD, DELETE, COPY -> bed.put(key.value(), old);
      case LIST -> {
        bed.put(key.value(), old);
        bed.put(beside.value(), old);
      }
      case PUT, PUT_UNKNOWN_LENGTH, PUT_IN_PARTS -> {}
    }
    BodyKind body = isPut() && random.nextInt(3) == 0 ? anyOf(BodyKind.values()) : BodyKind.RIGHT;
    fault = bed.arm(operation, random).orElse("no fault of the bed");
    long start = System.nanoTime();
    try {
      perform(body, old);
    } finally {
      faults += bed.disarm() + (body == BodyKind.RIGHT ? 0 : 1);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (took.compareTo(bed.limit()) > 0) {
      broken("took " + took.toMillis() + " ms");
    }
    bed.clear();
    return broken;
  }

  private boolean isPut() {
    return switch (operation) {
      case PUT, PUT_UNKNOWN_LENGTH, PUT_IN_PARTS, REPLACE -> true;
      case READ, READ_RANGE, HEAD, DELETE, LIST, COPY -> false;
    };
  }

  private void perform(BodyKind body, byte[] old) throws IOException {
    switch (operation) {
      case PUT, PUT_UNKNOWN_LENGTH, PUT_IN_PARTS, REPLACE -> put(body, old);
      case READ -> read(old, ByteRange.ALL);
      case READ_RANGE -> read(old, ByteRange.of(old.length / 3, old.length - 1L));
      case HEAD -> head(old);
      case DELETE -> delete(old);
      case LIST -> list();
      case COPY -> copy(old);
    }
  }

  private void put(BodyKind body, byte[] old) throws IOException {
    byte[] sent =
        switch (body) {
          case RIGHT, BREAKS, OTHER_BYTES -> bytes;
          case TOO_SHORT -> Arrays.copyOf(bytes, bytes.length - 1);
          case TOO_LONG -> Arrays.copyOf(bytes, bytes.length + 1);
        };
    PutRequest request = PutRequest.of(key, TYPE);
    if (operation != Operation.PUT_UNKNOWN_LENGTH || body != BodyKind.RIGHT) {
      request = request.withLength(bytes.length);
    }
    if (body == BodyKind.OTHER_BYTES) {
      request =
          request.withChecksums(new Checksums(null, DigestUtils.sha256Hex("other bytes"), null));
    }
    if (operation == Operation.REPLACE) {
      request = request.replacing();
    }
    InputStream in = new ByteArrayInputStream(sent);
    boolean done = false;
    try {
      bed.service()
          .put(
              request,
              body == BodyKind.BREAKS
                  ? new Breaking(in, random.nextInt(bytes.length)).stream()
                  : in);
      done = true;
    } catch (StorageException defined) {
      require(defined.getMessage() != null, "an exception without a message");
    } catch (IOException e) {
      require(body == BodyKind.BREAKS && "the body broke".equals(e.getMessage()), "threw " + e);
    } catch (RuntimeException e) {
      broken("threw " + e);
    }
    if (done && body != BodyKind.RIGHT) {
      broken("took a body that was " + body);
    }
    bed.disarm();
    Optional<byte[]> there = bed.stored(key.value());
    boolean isNew = there.isPresent() && Arrays.equals(there.get(), bytes);
    boolean isOld = there.isPresent() && Arrays.equals(there.get(), old);
    if (done) {
      require(isNew, "said done, but the bytes are not there");
    } else if (body != BodyKind.RIGHT) {
      require(operation == Operation.REPLACE ? isOld : there.isEmpty(), "left a " + body + " body");
    } else if (operation == Operation.REPLACE) {
      require(isOld || isNew, "left neither the old bytes nor the new");
    } else {
      require(there.isEmpty() || isNew, "left an object that is not whole");
    }
  }

  private void read(byte[] old, ByteRange range) {
    byte[] expected =
        Arrays.copyOfRange(
            old, (int) range.first(), (int) (range.first() + range.lengthWithin(old.length)));
    try (ObjectReader reader = bed.service().open(key, range)) {
      byte[] read = reader.body().readAllBytes();
      require(
          Arrays.equals(expected, read) || bed.mayGoUnnoticed(operation),
          "read %d bytes that are not those stored, without an exception".formatted(read.length));
    } catch (StorageException | IOException defined) {
      require(defined.getMessage() != null, "an exception without a message");
    } catch (RuntimeException e) {
      broken("threw " + e);
    }
  }

  private void head(byte[] old) {
    attempt(() -> {
      Optional<StoredObject> found = bed.service().head(key);
      require(
          found.isPresent() && found.get().byteSize() == old.length,
          "head said " + found + " of an object of " + old.length + " bytes");
    });
  }

  private void delete(byte[] old) throws IOException {
    boolean done = attempt(() -> bed.service().delete(key));
    bed.disarm();
    Optional<byte[]> there = bed.stored(key.value());
    require(there.isEmpty() || (!done && Arrays.equals(there.get(), old)), "deletes by halves");
  }

  private void list() throws IOException {
    Set<String> listed = new TreeSet<>();
    boolean done =
        attempt(() -> {
          Iterator<StoredObject> objects = ((ObjectListing) bed.service()).list();
          while (objects.hasNext()) {
            listed.add(objects.next().key().value());
          }
        });
    if (!done || bed.mayGoUnnoticed(operation)) {
      return;
    }
    require(listed.containsAll(Set.of(key.value(), beside.value())), "listed only " + listed);
    for (String listedKey : listed) {
      // A put of an earlier round that was still on its way may have arrived.
      require(bed.stored(listedKey).isPresent(), "listed " + listedKey + ", which is not there");
    }
  }

  private void copy(byte[] old) throws IOException {
    StorageService service = bed.service();
    if (!(service instanceof ObjectCopying copying)) {
      return;
    }
    StorageKey target = StorageKey.random();
    boolean done =
        attempt(() -> {
          StoredObject seen = service.head(key).orElseThrow(() -> new AssertionError("not seen"));
          copying.copy(service, seen, PutRequest.of(target, TYPE).withLength(old.length));
        });
    bed.disarm();
    Optional<byte[]> there = bed.stored(target.value());
    require(
        there.isPresent() ? Arrays.equals(there.get(), old) : !done,
        "the copy is not the original");
  }

  private boolean attempt(Runnable call) {
    try {
      call.run();
      return true;
    } catch (StorageException defined) {
      require(defined.getMessage() != null, "an exception without a message");
    } catch (RuntimeException | AssertionError e) {
      broken("threw " + e);
    }
    return false;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      broken(otherwise);
    }
  }

  private void broken(String what) {
    broken.add("%s on %s with %s: %s".formatted(operation, bed.name(), fault, what));
  }

  private BodyKind anyOf(BodyKind[] kinds) {
    return kinds[random.nextInt(kinds.length)];
  }
}
