package dev.affix.internal.serving;

import dev.affix.serving.GuardedFile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers answers of a {@link BlobLookup} for a few seconds, absence too, and lets only some
 * questions run at a time, so that a flood of requests for guarded or lost files leaves the
 * database's connections to others. What is forgotten first is what was asked first.
 */
final class CachedLookup implements BlobLookup {
  /** A detached guarded file can still be read for this long. */
  static final Duration LIFETIME = Duration.ofSeconds(5);

  static final int QUESTIONS = 4;
  static final int CAPACITY = 10_000;
  private static final Duration WAIT = Duration.ofSeconds(1);

  private final BlobLookup source;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(QUESTIONS);
  private final Remembered<GuardedFile> attachments = new Remembered<>();
  private final Remembered<BlobLocation> locations = new Remembered<>();

  CachedLookup(BlobLookup source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Optional<GuardedFile> attachment(UUID attachmentId) {
    return find(attachments, attachmentId, source::attachment);
  }

  @Override
  public Optional<BlobLocation> locate(UUID blobId) {
    return find(locations, blobId, source::locate);
  }

  private <T> Optional<T> find(
      Remembered<T> memory, UUID id, Function<UUID, Optional<T>> question) {
    Known<T> known = memory.get(id, clock.instant());
    if (known != null) {
      return known.answer();
    }
    enter();
    try {
      // Many may have waited for the same answer.
      Known<T> meanwhile = memory.get(id, clock.instant());
      if (meanwhile != null) {
        return meanwhile.answer();
      }
      Instant asked = clock.instant();
      Optional<T> answer = question.apply(id);
      memory.put(id, new Known<>(answer, asked.plus(LIFETIME)));
      return answer;
    } catch (RuntimeException e) {
      throw new BusyException("Looking up " + id + " failed", e);
    } finally {
      places.release();
    }
  }

  private void enter() {
    try {
      if (!places.tryAcquire(WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new BusyException("All " + QUESTIONS + " places for look-ups are taken", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException("Interrupted while waiting for a look-up", e);
    }
  }

  private record Known<T>(Optional<T> answer, Instant until) {}

  private static final class Remembered<T> {
    private final Map<UUID, Known<T>> entries =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<UUID, Known<T>> eldest) {
            return size() > CAPACITY;
          }
        };

    synchronized @Nullable Known<T> get(UUID id, Instant now) {
      Known<T> entry = entries.get(id);
      return entry != null && now.isBefore(entry.until()) ? entry : null;
    }

    synchronized void put(UUID id, Known<T> entry) {
      entries.remove(id);
      entries.put(id, entry);
    }
  }
}
