package dev.affix.benchmarks.torture;

/** How a call ended. */
enum CallEnd {
  DONE,
  /** A {@link dev.affix.storage.StorageUnavailableException}. */
  UNAVAILABLE,
  /** Another {@link dev.affix.storage.StorageException}. */
  REFUSED,
  /** As a wrong body must end: by its own exception, or by what tells that it is wrong. */
  BODY_REFUSED,
  /** An {@link java.io.IOException} while an object was read. */
  CUT_OFF,
  /** Something that no caller can be ready for. */
  UNDEFINED
}
