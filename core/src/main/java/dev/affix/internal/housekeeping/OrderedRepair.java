package dev.affix.internal.housekeeping;

import dev.affix.lifecycle.Repair;
import dev.affix.lifecycle.RepairReport;
import java.time.Duration;
import java.util.OptionalInt;

/** An order and who carries it out. */
record OrderedRepair(Repairing room, RepairOrder order) implements Repair {

  @Override
  public Repair grace(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative, but was " + grace);
    }
    return with(new RepairOrder(order.service(), grace, order.ceiling(), order.orphans()));
  }

  @Override
  public Repair ceiling(int steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("steps must not be negative, but was " + steps);
    }
    return with(
        new RepairOrder(order.service(), order.grace(), OptionalInt.of(steps), order.orphans()));
  }

  @Override
  public Repair withOrphans() {
    return with(new RepairOrder(order.service(), order.grace(), order.ceiling(), true));
  }

  @Override
  public RepairReport dryRun() {
    return room.dryRun(order);
  }

  @Override
  public RepairReport run() {
    return room.run(order);
  }

  private OrderedRepair with(RepairOrder other) {
    return new OrderedRepair(room, other);
  }
}
