package dev.affix.benchmarks.scenarios;

import java.util.Arrays;
import java.util.Locale;

/** The result lines, {@code name value unit}; nothing else goes to standard output. */
final class Lines {
  private Lines() {}

  static void print(String name, double value, String unit) {
    System.out.println(name + " " + spelled(value) + " " + unit);
    System.out.flush();
  }

  /** A rate, its limit, and what part of the limit it is. */
  static void rate(String name, double ours, double limit, String unit) {
    print(name, ours, unit);
    print(name + "_limit", limit, unit);
    print(name + "_ratio", ours / limit, "of_limit");
  }

  /** A time, its limit, and what part of the limit's speed it has. */
  static void time(String name, double ours, double limit, String unit) {
    print(name, ours, unit);
    print(name + "_limit", limit, unit);
    print(name + "_ratio", limit / ours, "of_limit");
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String spelled(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    int places = value >= 100 ? 1 : value >= 1 ? 2 : 4;
    return String.format(Locale.ROOT, "%." + places + "f", value);
  }
}
