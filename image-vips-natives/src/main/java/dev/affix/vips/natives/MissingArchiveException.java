package dev.affix.vips.natives;

import java.io.IOException;

/** An archive cannot be had here and now. */
final class MissingArchiveException extends IOException {
  private static final long serialVersionUID = 1;

  MissingArchiveException(String message) {
    super(message);
  }
}
