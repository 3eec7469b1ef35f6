package dev.affix.vips;

/** Names what the bytes of a variant depend on, wherever it is made. */
final class Revision {
  /** Goes up whenever the same library and recipe would give other bytes than before. */
  private static final int NUMBER = 2;

  private Revision() {}

  static String of(String libraryVersion, VipsLimits limits) {
    String base = "vips-" + NUMBER + "/" + libraryVersion;
    VipsLimits comparable = limits.withTime(VipsLimits.defaults().time());
    return comparable.equals(VipsLimits.defaults())
        ? base
        : base + "/" + Integer.toHexString(comparable.toString().hashCode());
  }
}
