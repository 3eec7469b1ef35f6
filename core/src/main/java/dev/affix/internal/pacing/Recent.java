package dev.affix.internal.pacing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** The latest values, those that are not too old. Safe for use by many threads. */
final class Recent {
  private record Value(long nanos, double value) {}

  private final int most;
  private final int least;
  private final long ageNanos;
  private final Ticker ticker;
  private final Deque<Value> values = new ArrayDeque<>();

  /**
   * @param most values kept
   * @param least values that make a mean
   */
  Recent(int most, int least, Duration age, Ticker ticker) {
    this.most = most;
    this.least = least;
    this.ageNanos = age.toNanos();
    this.ticker = ticker;
  }

  synchronized void add(double value) {
    if (values.size() == most) {
      values.removeFirst();
    }
    values.addLast(new Value(ticker.nanos(), value));
  }

  synchronized OptionalDouble mean() {
    long now = ticker.nanos();
    while (!values.isEmpty() && now - values.getFirst().nanos > ageNanos) {
      values.removeFirst();
    }
    return values.size() < least
        ? OptionalDouble.empty()
        : values.stream().mapToDouble(Value::value).average();
  }
}
