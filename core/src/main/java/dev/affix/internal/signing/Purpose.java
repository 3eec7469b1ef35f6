package dev.affix.internal.signing;

/** What a token may be used for. Each has its own key, so a token for one is nothing to another. */
enum Purpose {
  /** Reading a file. */
  SERVE(1),
  /** Sending the bytes of one direct upload through the application. */
  DISK_PUT(2),
  /** Beginning direct uploads. */
  POLICY(3),
  /** Having a direct upload accepted. */
  STAGED(4);

  private final int code;

  Purpose(int code) {
    this.code = code;
  }

  /** Its four bits. */
  int code() {
    return code;
  }
}
