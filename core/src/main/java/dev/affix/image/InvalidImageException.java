package dev.affix.image;

import dev.affix.AffixException;
import org.jspecify.annotations.Nullable;

/** The source cannot be transformed, now or later: not a picture, broken, forbidden, too large. */
public final class InvalidImageException extends AffixException {
  private static final long serialVersionUID = 1L;

  public InvalidImageException(String message) {
    super(message);
  }

  public InvalidImageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
