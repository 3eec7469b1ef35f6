package dev.affix.disk;

import dev.affix.storage.StorageException;
import dev.affix.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** Turns what the file system throws into what a service throws. */
final class Failures {
  private Failures() {}

  /** A full, failing or vanished disk may be well again later; a missing permission stays. */
  static StorageException of(String what, IOException e) {
    if (e instanceof AccessDeniedException) {
      return new StorageException(
          what
              + " was not permitted; let user \""
              + System.getProperty("user.name")
              + "\" read and write \""
              + e.getMessage()
              + "\"",
          e);
    }
    return new StorageUnavailableException(
        what + " failed: " + e.getMessage() + "; check that the disk is there and has room", e);
  }
}
