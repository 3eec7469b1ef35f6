package dev.affix.internal.pacing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * No more than so many in any window of time, on this node: by counts of sixtieths of the window,
 * so it may wait up to a sixtieth longer than it must. Safe for use by many threads.
 */
public final class Brake {
  private static final int SLICES = 60;

  private final int most;
  private final long sliceNanos;
  private final LongSupplier nanoTime;
  private final long began;
  private final Deque<Slice> slices = new ArrayDeque<>();
  private int taken;

  private static final class Slice {
    final long number;
    int count;

    Slice(long number) {
      this.number = number;
    }
  }

  public Brake(int most, Duration window, LongSupplier nanoTime) {
    this.most = most;
    this.sliceNanos = window.toNanos() / SLICES;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  /** As many of {@code wanted} as may be done now. */
  public int take(int wanted) {
    return take(wanted, 0);
  }

  /** The same, with so many of the window left to others. */
  public synchronized int take(int wanted, int leaving) {
    long now = now();
    int granted = Math.max(0, Math.min(wanted, most - taken - leaving));
    if (granted > 0) {
      if (slices.isEmpty() || slices.getLast().number < now) {
        slices.add(new Slice(now));
      }
      slices.getLast().count += granted;
      taken += granted;
    }
    return granted;
  }

  /** Of what was taken last, so many were not done. */
  public synchronized void giveBack(int count) {
    Slice last = slices.peekLast();
    if (last != null) {
      int back = Math.min(count, last.count);
      last.count -= back;
      taken -= back;
    }
  }

  /** How long until one more may be done, if nobody else takes it; zero if it is now. */
  public synchronized Duration untilFree() {
    now();
    if (taken < most) {
      return Duration.ZERO;
    }
    for (Slice slice : slices) {
      if (slice.count > 0) {
        long free = (slice.number + SLICES + 1) * sliceNanos;
        return Duration.ofNanos(free - (nanoTime.getAsLong() - began));
      }
    }
    return Duration.ZERO;
  }

  /** The number of the slice, when those that are over are forgotten. */
  private long now() {
    long now = (nanoTime.getAsLong() - began) / sliceNanos;
    while (!slices.isEmpty() && slices.element().number < now - SLICES) {
      taken -= slices.remove().count;
    }
    return now;
  }
}
