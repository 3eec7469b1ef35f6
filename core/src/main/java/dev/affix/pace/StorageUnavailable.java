package dev.affix.pace;

import java.util.OptionalDouble;

/** How often the storage answers "not now". */
record StorageUnavailable(double limit) implements HealthSignal {
  @Override
  public String name() {
    return "storage unavailable";
  }

  @Override
  public Health read(Probe probe) {
    OptionalDouble share = probe.storageUnavailable();
    return share.isEmpty()
        ? Health.ok("too few storage calls of late")
        : Health.of(
            "share of storage calls that failed for now:",
            share.getAsDouble(),
            limit,
            Math.max(2 * limit, 0.01));
  }
}
