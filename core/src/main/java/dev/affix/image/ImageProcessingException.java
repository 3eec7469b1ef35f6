package dev.affix.image;

import dev.affix.AffixException;
import org.jspecify.annotations.Nullable;

/**
 * A transformation failed for a reason that may pass: overload, or a source that is slow or cannot
 * be read.
 */
public final class ImageProcessingException extends AffixException {
  private static final long serialVersionUID = 1L;

  public ImageProcessingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
