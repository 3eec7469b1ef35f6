package dev.affix.internal.variants;

import dev.affix.internal.pacing.Brake;
import java.time.Duration;

/**
 * How many makings this node begins in a minute. Work that nobody waits for leaves half of them to
 * requests.
 */
final class Budget {
  private final Brake brake;
  private final int leftToRequests;

  Budget(int perMinute) {
    this.brake = new Brake(perMinute, Duration.ofMinutes(1), System::nanoTime);
    this.leftToRequests = perMinute / 2;
  }

  /** For a making that somebody waits for. */
  Permit forRequest() {
    return new Permit(0);
  }

  /** For a making that can wait. */
  Permit forBackground() {
    return new Permit(leftToRequests);
  }

  /** One making of the budget, taken when it is about to begin. Used by one thread. */
  final class Permit implements AutoCloseable {
    private final int leaving;
    private boolean taken;
    private boolean spent;

    private Permit(int leaving) {
      this.leaving = leaving;
    }

    /** Whether it may begin; asked again it is not counted again. */
    boolean take() {
      taken = taken || brake.take(1, leaving) == 1;
      return taken;
    }

    /** It begins. */
    void spend() {
      spent = true;
    }

    /** When to ask again after a no. */
    Duration pause() {
      return brake.untilFree();
    }

    /** What was not begun is not counted. */
    @Override
    public void close() {
      if (taken && !spent) {
        brake.giveBack(1);
      }
    }
  }
}
