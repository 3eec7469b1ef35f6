package dev.affix.proof;

import dev.affix.AffixBuilder;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.FaultyService;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A unit that has claimed a service which nobody else writes to, and whose clock a test turns. */
final class Claimed implements AutoCloseable {
  /** Of the service, which is a year behind this JVM's. */
  private Instant now = Instant.now().minus(Duration.ofDays(365));

  final MemoryService place = new MemoryService(clock(() -> now));
  final FaultyService files = FaultyService.around(place);
  final Unit unit;

  private final TestDatabase.Kind kind;

  Claimed(TestDatabase.Kind kind) {
    this.kind = kind;
    unit = open(builder -> builder.environment("production").exclusive("files"));
    unit.affix().claim("files");
  }

  /** A unit with the same files, on a database of its own. */
  Unit open(UnaryOperator<AffixBuilder> more) {
    return Unit.open(
        kind,
        10,
        (builder, made) -> more.apply(builder.service("files", files).defaultService("files")),
        Pseud.class);
  }

  /** The keys of all files but those that are Affix's own. */
  List<StorageKey> files() {
    List<StorageKey> keys = new ArrayList<>();
    place.list().forEachRemaining(object -> keys.add(object.key()));
    keys.removeIf(StorageKey::isReserved);
    return keys;
  }

  /** An object of one byte, written now by the service's clock. */
  StorageKey stray(StorageKey key) {
    try (InputStream in = new ByteArrayInputStream(new byte[1])) {
      StoredObject stored =
          place.put(PutRequest.of(key, "application/octet-stream").replacing(), in);
      return stored.key();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void letDaysPass(int days) {
    letPass(Duration.ofDays(days));
  }

  /** By the service's clock. */
  void letPass(Duration time) {
    now = now.plus(time);
  }

  private static Clock clock(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }

  @Override
  public void close() {
    unit.close();
  }
}
