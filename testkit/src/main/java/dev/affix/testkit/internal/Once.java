package dev.affix.testkit.internal;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Does its work at the first call; every later one gets the same result, or the same failure. A
 * static holder would tell the reason of a failure to the first caller alone.
 */
public final class Once<T> {
  private final Supplier<T> work;
  private Optional<T> result = Optional.empty();
  private Optional<RuntimeException> failure = Optional.empty();

  /** Nothing is done yet. */
  public Once(Supplier<T> work) {
    this.work = work;
  }

  /** The result. */
  public synchronized T get() {
    if (failure.isPresent()) {
      throw new IllegalStateException(failure.get().getMessage(), failure.get());
    }
    if (result.isEmpty()) {
      try {
        result = Optional.of(work.get());
      } catch (RuntimeException e) {
        failure = Optional.of(e);
        throw e;
      }
    }
    return result.get();
  }
}
