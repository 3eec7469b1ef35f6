package dev.affix.internal.serving;

import dev.affix.AffixException;
import org.jspecify.annotations.Nullable;

/** A limit of serving itself is reached, or what it asked did not answer: try again later. */
final class BusyException extends AffixException {
  private static final long serialVersionUID = 1L;

  BusyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
