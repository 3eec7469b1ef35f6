package dev.affix;

/** The upload breaks a constraint or was refused by an inspector; nothing was kept. */
public final class UploadRejectedException extends AffixException {
  private static final long serialVersionUID = 1L;

  public UploadRejectedException(String message) {
    super(message);
  }
}
