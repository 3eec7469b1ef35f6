package dev.affix.benchmarks.torture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts how calls ended, by service and operation. */
final class FaultTally {
  // So often a fair share of calls has met no fault that matters.
  private static final int ENOUGH = 40;

  private final Map<String, Map<CallEnd, Integer>> ends = new TreeMap<>();

  void add(String bed, Operation operation, CallEnd end) {
    ends.computeIfAbsent(bed + " " + operation, name -> new EnumMap<>(CallEnd.class))
        .merge(end, 1, Integer::sum);
  }

  /** Operations that never went well, or never met a fault that they could not hide. */
  List<String> onesided() {
    List<String> found = new ArrayList<>();
    ends.forEach((name, counts) -> {
      int all = counts.values().stream().mapToInt(Integer::intValue).sum();
      int done = counts.getOrDefault(CallEnd.DONE, 0);
      if (all >= ENOUGH && (done == 0 || done == all)) {
        found.add("of %d calls %s, %d went well".formatted(all, name, done));
      }
    });
    return found;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("calls ended:");
    ends.forEach((name, counts) -> text.append("\n  ").append(name).append(' ').append(counts));
    return text.toString();
  }
}
