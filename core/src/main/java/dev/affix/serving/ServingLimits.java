package dev.affix.serving;

import java.time.Duration;

/**
 * How much serving may take at a time, so that a slow storage is answered with 503 instead of
 * taking every thread of the server with it.
 *
 * @param readsPerService reads of one storage service that run at a time, each until its answer is
 *     closed; files of up to 64 KiB only until they are read
 * @param placeWait how long a request waits for one of these places
 * @param firstByte how long a request waits in all until the storage has answered and given the
 *     first bytes
 * @param retryAfter what a 503 tells the client to wait
 */
public record ServingLimits(
    int readsPerService, Duration placeWait, Duration firstByte, Duration retryAfter) {

  /** 128 reads a service, 1 s for a place, 10 s for the first byte, try again after 2 s. */
  public static final ServingLimits DEFAULTS =
      new ServingLimits(128, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(2));

  /**
   * @throws IllegalArgumentException if a number is not positive or a duration is not between a
   *     millisecond and an hour; {@code placeWait} may be zero
   */
  public ServingLimits {
    if (readsPerService < 1) {
      throw new IllegalArgumentException(
          "readsPerService must be at least 1, but was " + readsPerService);
    }
    check("placeWait", placeWait, Duration.ZERO);
    check("firstByte", firstByte, Duration.ofMillis(1));
    check("retryAfter", retryAfter, Duration.ofMillis(1));
  }

  /** The same with another number of reads at a time. */
  public ServingLimits withReadsPerService(int value) {
    return new ServingLimits(value, placeWait, firstByte, retryAfter);
  }

  /** The same with another wait for a place. */
  public ServingLimits withPlaceWait(Duration value) {
    return new ServingLimits(readsPerService, value, firstByte, retryAfter);
  }

  /** The same with another wait for the first byte. */
  public ServingLimits withFirstByte(Duration value) {
    return new ServingLimits(readsPerService, placeWait, value, retryAfter);
  }

  private static void check(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to PT1H, but was " + value);
    }
  }
}
