package dev.affix.benchmarks.scenarios;

import java.util.List;

/** Something to measure, in a JVM of its own. */
public interface Scenario {
  /** Rounds whose median is printed. */
  int ROUNDS = 3;

  /** As on the command line. */
  String name();

  /** Measures and prints; throws if a result is wrong. */
  void run() throws Exception;

  /** All there are. */
  static List<Scenario> all() {
    return List.of(
        new Attach(),
        new Listing(),
        new VariantTimes(),
        new Proxy(),
        new Download(),
        new ListObjects(),
        new CopyObjects());
  }
}
