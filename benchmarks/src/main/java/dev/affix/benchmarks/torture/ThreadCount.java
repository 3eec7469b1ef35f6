package dev.affix.benchmarks.torture;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalInt;

/** Whether threads become more and more. */
final class ThreadCount {
  // Timers and pools of the SDK and the JDK that were not needed before.
  private static final int ALLOWED = 12;

  private OptionalInt first = OptionalInt.empty();

  /** Notes what there is, so that later looks can tell what came. */
  void begin() {
    first = OptionalInt.of(now());
  }

  /** What came since the beginning, which is the first look unless it was said. */
  List<String> leaks() {
    if (first.isEmpty()) {
      begin();
    }
    int more = now() - first.getAsInt();
    return more <= ALLOWED ? List.of() : List.of(more + " threads more than at the beginning");
  }

  private static int now() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }
}
