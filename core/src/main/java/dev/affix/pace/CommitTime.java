package dev.affix.pace;

import java.time.Duration;

/** How long the work's own transactions take. */
record CommitTime(Duration limit) implements HealthSignal {
  @Override
  public String name() {
    return "commit time";
  }

  @Override
  public Health read(Probe probe) {
    return probe
        .commitTime()
        .map(mean ->
            Health.of(
                "own transactions take a mean of milliseconds:",
                (double) mean.toMillis(),
                (double) limit.toMillis(),
                2.0 * limit.toMillis()))
        .orElseGet(() -> Health.ok("no transaction of late"));
  }
}
