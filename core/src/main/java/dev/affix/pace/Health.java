package dev.affix.pace;

/**
 * What a {@link HealthSignal} says now.
 *
 * @param explanation for people: the value, the limit, and what may be done
 */
public record Health(Level level, String explanation) {

  /** From good to bad. */
  public enum Level {
    /** Go on, a little faster than before. */
    OK,
    /** Go on at half the speed. */
    SLOW_DOWN,
    /** Wait until the signal says something better. */
    STOP
  }

  public static Health ok(String explanation) {
    return new Health(Level.OK, explanation);
  }

  public static Health slowDown(String explanation) {
    return new Health(Level.SLOW_DOWN, explanation);
  }

  public static Health stop(String explanation) {
    return new Health(Level.STOP, explanation);
  }

  /** By two limits: above the first slow down, above the second stop. */
  public static Health of(String what, double value, double slowDownAbove, double stopAbove) {
    String explanation = "%s %s".formatted(what, text(value));
    if (value > stopAbove) {
      return stop(explanation + ", more than " + text(stopAbove));
    }
    return value > slowDownAbove
        ? slowDown(explanation + ", more than " + text(slowDownAbove))
        : ok(explanation);
  }

  /** Whether this is worse than the other. */
  public boolean isWorseThan(Health other) {
    return level.compareTo(other.level) > 0;
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : "%.3f".formatted(value);
  }
}
