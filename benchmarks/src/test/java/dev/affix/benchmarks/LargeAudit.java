package dev.affix.benchmarks;

import dev.affix.benchmarks.bed.Coordinates;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.lifecycle.AuditReport;
import dev.affix.storage.ByteRange;
import dev.affix.storage.Checksums;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.LongStream;

/** Audits a service that says it holds a million objects, and tells what it found. */
final class LargeAudit {
  static final long OBJECTS = 1_000_000;

  private LargeAudit() {}

  public static void main(String[] arguments) {
    var coordinates = new Coordinates(arguments[0], arguments[1], arguments[2]);
    try (var pool = coordinates.pool(4);
        Unit unit = Unit.join(pool, new Simulated(), builder -> builder)) {
      long start = System.nanoTime();
      AuditReport report = unit.affix().audit(Unit.SERVICE);
      System.err.printf("audited in %.1f s%n", (System.nanoTime() - start) / 1e9);
      System.out.printf(
          "%d objects, %d same, %d attachments%n",
          report.objects(), report.same(), report.attachments());
      report
          .findings()
          .forEach(found -> System.out.println(found.kind() + " " + number(found.key())));
    }
  }

  /** The key of a row's object: as the rows are made by SQL. */
  static String key(long number) {
    return "%028d".formatted(number);
  }

  private static long number(String key) {
    return Long.parseLong(key.substring(0, 28));
  }

  /** The objects that the rows call for, but for those differences. */
  private static final class Simulated implements StorageService, ObjectListing {
    private final MessageDigest md5;

    Simulated() {
      try {
        md5 = MessageDigest.getInstance("MD5");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java has MD5", e);
      }
    }

    @Override
    public Iterator<StoredObject> list() {
      return LongStream.rangeClosed(1, OBJECTS)
          .filter(number -> !LargeAuditTest.MISSING.contains(number))
          .mapToObj(this::object)
          .flatMap(object -> {
            long number = number(object.key().value());
            return LargeAuditTest.STRAY.contains(number)
                ? java.util.stream.Stream.of(object, stray(number))
                : java.util.stream.Stream.of(object);
          })
          .iterator();
    }

    @Override
    public Iterator<StoredObject> listAfter(StorageKey after) {
      throw new UnsupportedOperationException("listAfter");
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      long number = number(key.value());
      if (LargeAuditTest.MISSING.contains(number)) {
        return Optional.empty();
      }
      return Optional.of(key.value().length() > 28 ? stray(number) : object(number));
    }

    private StoredObject object(long number) {
      long size = LargeAuditTest.RESIZED.contains(number) ? 7 : number % 1_000 + 100;
      String text = LargeAuditTest.REWRITTEN.contains(number) ? "other" : Long.toString(number);
      String sum = HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
      return new StoredObject(
          StorageKey.of(key(number)), size, new Checksums(sum, null, null), Instant.EPOCH);
    }

    private static StoredObject stray(long number) {
      return new StoredObject(
          StorageKey.of(key(number) + "-stray"), 1, Checksums.NONE, Instant.EPOCH);
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) {
      throw new UnsupportedOperationException("put");
    }

    @Override
    public ObjectReader open(StorageKey key, ByteRange range) {
      throw new ObjectNotFoundException(key, "a simulation");
    }

    @Override
    public void delete(StorageKey key) {
      throw new UnsupportedOperationException("delete");
    }
  }
}
