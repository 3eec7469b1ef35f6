package dev.affix.internal.direct;

import dev.affix.AffixException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that is answered with this status, and this sentence for the client. */
final class Refusal extends AffixException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable Duration retryAfter;

  Refusal(int status, String message) {
    this(status, message, null);
  }

  Refusal(int status, String message, @Nullable Duration retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  int status() {
    return status;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this; // an answer, not a fault; a flood of them must stay cheap
  }
}
