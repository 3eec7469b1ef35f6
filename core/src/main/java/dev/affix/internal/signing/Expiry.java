package dev.affix.internal.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Ends of signed URLs, in whole minutes since the beginning of 2025. */
final class Expiry {
  private static final long EPOCH_SECOND = Instant.parse("2025-01-01T00:00:00Z").getEpochSecond();

  private Expiry() {}

  /**
   * The first end of a window that is not before {@code now + ttl}. Windows of different blobs
   * begin at different minutes, so that the caches of a site do not run out all at once.
   */
  static Instant of(Instant now, Duration ttl, Duration window, UUID blobId) {
    long width = window.toMinutes();
    long earliest = Math.ceilDiv(secondsOf(now), 60) + ttl.toMinutes();
    long phase = Math.floorMod(hash(blobId), width);
    long end = phase + Math.ceilDiv(earliest - phase, width) * width;
    return instantOf(Math.toIntExact(Math.max(1, end)));
  }

  /** The first whole minute that is not before {@code now + ttl}. */
  static Instant of(Instant now, Duration ttl) {
    return instantOf(Math.toIntExact(Math.max(1, Math.ceilDiv(secondsOf(now.plus(ttl)), 60))));
  }

  static Instant instantOf(int minutes) {
    return Instant.ofEpochSecond(EPOCH_SECOND + minutes * 60L);
  }

  /**
   * @throws IllegalArgumentException if it is no whole minute that a token can hold
   */
  static int minutesOf(Instant end) {
    long seconds = end.getEpochSecond() - EPOCH_SECOND;
    long minutes = seconds / 60;
    if (seconds <= 0 || seconds % 60 != 0 || end.getNano() != 0 || minutes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "an expiry must be a whole minute after 2025-01-01T00:00Z, but was " + end);
    }
    return (int) minutes;
  }

  private static long secondsOf(Instant now) {
    long seconds = now.getEpochSecond() - EPOCH_SECOND;
    return now.getNano() == 0 ? seconds : seconds + 1;
  }

  /** The finalizer of SplitMix64: ids made in a row differ in few bits, their phases must not. */
  private static long hash(UUID id) {
    long h = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
    h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
    return h ^ (h >>> 31);
  }
}
