package dev.affix.internal.moving;

import dev.affix.lifecycle.MoveReport;
import dev.affix.pace.Pace;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What is to be moved and how.
 *
 * @param limit blobs moved at most
 * @param grace how long the old place stays readable
 * @param stopWhen asked before each batch and while waiting
 * @param progress told after each batch, by whatever thread did it, one at a time
 */
public record MoveOrder(
    String from,
    String to,
    Pace pace,
    long limit,
    Duration grace,
    BooleanSupplier stopWhen,
    Consumer<MoveReport> progress) {

  public static final Duration USUAL_GRACE = Duration.ofHours(24);

  public MoveOrder {
    if (from.equals(to)) {
      throw new IllegalArgumentException("\"" + from + "\" cannot be moved to itself");
    }
  }

  /** Everything, as fast as it goes. */
  public static MoveOrder of(String from, String to) {
    return new MoveOrder(
        from, to, Pace.unlimited(), Long.MAX_VALUE, USUAL_GRACE, () -> false, report -> {});
  }
}
