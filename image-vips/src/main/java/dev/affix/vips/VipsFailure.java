package dev.affix.vips;

/**
 * A libvips operation returned an error. The text comes from libvips' error buffer, which all
 * threads of the process share, so it may speak of another picture: a hint for logs, never a base
 * for decisions or for answers to clients.
 */
final class VipsFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  VipsFailure(String operation, String hint) {
    super(operation + ": " + (hint.isBlank() ? "no text" : hint.strip()));
  }
}
