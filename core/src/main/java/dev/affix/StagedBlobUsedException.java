package dev.affix;

/** The staged blob was attached already, or expired; stage the upload again. */
public final class StagedBlobUsedException extends AffixException {
  private static final long serialVersionUID = 1L;

  public StagedBlobUsedException(String message) {
    super(message);
  }
}
