package dev.affix.internal.housekeeping;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What an operator wants repaired, and how.
 *
 * @param grace how long objects stay after it
 * @param ceiling most steps; empty for the default
 * @param orphans whether attachments without owner are purged
 */
record RepairOrder(String service, Duration grace, OptionalInt ceiling, boolean orphans) {
  private static final int LEAST = 1_000;
  private static final int MOST = 100_000;

  RepairOrder(String service) {
    this(service, Duration.ofHours(24), OptionalInt.empty(), false);
  }

  /** Most steps in a service of so many objects. */
  int allowed(long objects) {
    return ceiling.orElse(Math.clamp(objects / 100, LEAST, MOST));
  }

  /** Most steps whatever the number of objects, which is known only at the end. */
  int most() {
    return ceiling.orElse(MOST);
  }
}
