package dev.affix.proof;

import dev.affix.pace.Health;
import dev.affix.pace.HealthSignal;
import dev.affix.pace.Probe;
import java.util.function.BooleanSupplier;

/** Says "stop" as long as it is told to. */
record Moody(BooleanSupplier stops) implements HealthSignal {
  @Override
  public String name() {
    return "mood";
  }

  @Override
  public Health read(Probe probe) {
    return stops.getAsBoolean() ? Health.stop("bad") : Health.ok("good");
  }
}
