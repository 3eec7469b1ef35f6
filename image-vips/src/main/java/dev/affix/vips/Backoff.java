package dev.affix.vips;

import java.time.Duration;

/**
 * How long to wait before another process is started after some that came to nothing: not at all
 * after the first, then twice as long each time. Guarded by its user's lock.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final int CHANCES = 3;

  private int failures;
  private long until;
  private String reason = "";

  void succeeded() {
    failures = 0;
  }

  void failed(String why) {
    failures++;
    reason = why;
    until = System.nanoTime() + delay(failures).toNanos();
  }

  /** Whether it failed so often that it is no chance. */
  boolean lasts() {
    return failures >= CHANCES;
  }

  /** How long to wait from now on; zero or less if not at all. */
  Duration left() {
    return failures == 0 ? Duration.ZERO : Duration.ofNanos(until - System.nanoTime());
  }

  String reason() {
    return reason;
  }

  static Duration delay(int failures) {
    if (failures < 2) {
      return Duration.ZERO;
    }
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 2, 10));
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }
}
