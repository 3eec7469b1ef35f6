package dev.affix.internal.signing;

/**
 * What a token may be used for. Each has its own key, so a token for one is nothing to another. The
 * codes 2, 3 and 4 are set aside for uploads to a disk, upload policies and staged blobs.
 */
enum Purpose {
  SERVE(1);

  private final int code;

  Purpose(int code) {
    this.code = code;
  }

  /** Its four bits. */
  int code() {
    return code;
  }
}
