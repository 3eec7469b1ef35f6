package dev.affix.image;

import dev.affix.AffixException;
import org.jspecify.annotations.Nullable;

/**
 * Work on a picture did not come to its end: it took too long by itself, or the processor died of
 * it. That may have been chance, so it is tried once more; twice is a failure.
 */
public final class ImageCrashException extends AffixException {
  private static final long serialVersionUID = 1L;

  public ImageCrashException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
