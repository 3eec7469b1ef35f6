package dev.affix.internal.housekeeping;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * No more than so many in any hour, on this node: by counts of minutes, so it may wait up to a
 * minute longer than it must. Safe for use by many threads.
 */
final class Brake {
  private static final long MINUTE = 60_000_000_000L;
  private static final int MINUTES = 60;

  private final int perHour;
  private final LongSupplier nanoTime;
  private final long began;
  private final Deque<Minute> minutes = new ArrayDeque<>();
  private int taken;

  private static final class Minute {
    final long number;
    int count;

    Minute(long number) {
      this.number = number;
    }
  }

  Brake(int perHour, LongSupplier nanoTime) {
    this.perHour = perHour;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  /** As many of {@code wanted} as may be done now. */
  synchronized int take(int wanted) {
    long now = (nanoTime.getAsLong() - began) / MINUTE;
    while (!minutes.isEmpty() && minutes.element().number < now - MINUTES) {
      taken -= minutes.remove().count;
    }
    int granted = Math.min(wanted, perHour - taken);
    if (granted > 0) {
      if (minutes.isEmpty() || minutes.getLast().number < now) {
        minutes.add(new Minute(now));
      }
      minutes.getLast().count += granted;
      taken += granted;
    }
    return granted;
  }

  /** Of what was taken last, so many were not done. */
  synchronized void giveBack(int count) {
    Minute last = minutes.peekLast();
    if (last != null) {
      int back = Math.min(count, last.count);
      last.count -= back;
      taken -= back;
    }
  }
}
