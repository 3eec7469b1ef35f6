package dev.affix.storage;

import dev.affix.AffixException;
import org.jspecify.annotations.Nullable;

/** A storage service refused or failed, and the same call would fail again. */
public class StorageException extends AffixException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
