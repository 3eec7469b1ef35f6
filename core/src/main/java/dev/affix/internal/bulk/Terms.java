package dev.affix.internal.bulk;

import dev.affix.pace.Pace;
import java.util.function.BooleanSupplier;

/**
 * How bulk work is to be done. Immutable.
 *
 * @param limit pieces begun at most, but a file is finished
 * @param stopWhen asked before each piece and while waiting
 */
public record Terms(Position from, Pace pace, long limit, BooleanSupplier stopWhen) {
  /** All there is, as fast as it goes. */
  public static final Terms ALL =
      new Terms(Position.START, Pace.unlimited(), Long.MAX_VALUE, () -> false);

  /**
   * Begins where another run came to.
   *
   * @throws IllegalArgumentException if that is no cursor
   */
  public Terms withFrom(String cursor) {
    return new Terms(Position.at(cursor), pace, limit, stopWhen);
  }

  public Terms withPace(Pace other) {
    return new Terms(from, other, limit, stopWhen);
  }

  /**
   * Sets the limit.
   *
   * @param what pieces are, for people
   * @throws IllegalArgumentException if it is less than 1
   */
  public Terms withLimit(String what, long most) {
    if (most < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, but was " + most);
    }
    return new Terms(from, pace, most, stopWhen);
  }

  public Terms withStop(BooleanSupplier ended) {
    return new Terms(from, pace, limit, ended);
  }
}
