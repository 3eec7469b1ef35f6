package dev.affix;

/** Another transaction keeps changing the same attachment; load the owner again and retry. */
public final class ConcurrentAttachException extends AffixException {
  private static final long serialVersionUID = 1L;

  public ConcurrentAttachException(String message) {
    super(message);
  }
}
