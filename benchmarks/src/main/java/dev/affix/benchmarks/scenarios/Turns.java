package dev.affix.benchmarks.scenarios;

import dev.affix.benchmarks.bed.Progress;

/**
 * Measures ours and the limit by turns. Each is warmed up for seconds first, and whoever begins a
 * round ends the next: compilers and servers get faster all the while, and who always went second
 * would have the better of it.
 */
final class Turns {
  static final int ROUNDS = 9;
  private static final double WARM_UP_SECONDS = 3;

  private Turns() {}

  /** One of the two. */
  @FunctionalInterface
  interface Side {
    /** Seconds that so many items took. */
    double seconds(int items) throws Exception;
  }

  /** Medians, in items a second. */
  record Rates(double ours, double limit) {}

  /** Warms up and measures. */
  static Rates measure(String what, int items, Side ours, Side limit) throws Exception {
    double warmOurs = 0;
    double warmLimit = 0;
    while (warmOurs < WARM_UP_SECONDS || warmLimit < WARM_UP_SECONDS) {
      warmOurs += ours.seconds(items);
      warmLimit += limit.seconds(items);
    }
    double[] our = new double[ROUNDS];
    double[] their = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      if (i % 2 == 0) {
        our[i] = items / ours.seconds(items);
        their[i] = items / limit.seconds(items);
      } else {
        their[i] = items / limit.seconds(items);
        our[i] = items / ours.seconds(items);
      }
      Progress.say("%s round %d: %.0f/s of %.0f/s".formatted(what, i + 1, our[i], their[i]));
    }
    return new Rates(Lines.median(our), Lines.median(their));
  }
}
