package dev.affix;

/**
 * The signed id of a direct upload is not genuine, has expired, or was given to another principal
 * or for another attachment. Nothing was changed.
 */
public final class DirectUploadRefusedException extends AffixException {
  private static final long serialVersionUID = 1L;

  public DirectUploadRefusedException(String message) {
    super(message);
  }
}
