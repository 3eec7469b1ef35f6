package dev.affix.internal.serving;

import java.time.Duration;

/** A moment that what a request waits for must not outlast. */
record Deadline(long endNanos) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Never negative. */
  long nanosLeft() {
    return Math.max(0, endNanos - System.nanoTime());
  }

  long nanosLeftWithin(Duration limit) {
    return Math.min(nanosLeft(), limit.toNanos());
  }
}
