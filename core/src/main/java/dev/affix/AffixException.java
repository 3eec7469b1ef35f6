package dev.affix;

import org.jspecify.annotations.Nullable;

/**
 * Root of everything Affix throws on its own account. Its kinds are few and flat; mistakes in
 * arguments stay {@link IllegalArgumentException}. A message says what failed, on which thing, and
 * what to do; it never holds a secret, a signed URL or file content.
 */
public class AffixException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AffixException(String message) {
    super(message);
  }

  public AffixException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
