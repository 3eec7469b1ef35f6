package dev.affix.vips;

/** A library was opened but is not a libvips of a known kind. */
final class MissingSymbolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingSymbolException(String message) {
    super(message);
  }
}
