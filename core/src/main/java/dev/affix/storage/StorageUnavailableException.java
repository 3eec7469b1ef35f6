package dev.affix.storage;

import org.jspecify.annotations.Nullable;

/**
 * The service could not be reached or did not answer in time; the call may be tried again later.
 */
public final class StorageUnavailableException extends StorageException {
  private static final long serialVersionUID = 1L;

  public StorageUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
