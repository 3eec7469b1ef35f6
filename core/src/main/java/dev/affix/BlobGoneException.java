package dev.affix;

/** The blob was purged meanwhile; there is nothing left to share. */
public final class BlobGoneException extends AffixException {
  private static final long serialVersionUID = 1L;

  public BlobGoneException(String message) {
    super(message);
  }
}
