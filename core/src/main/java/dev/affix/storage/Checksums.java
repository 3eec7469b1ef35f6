package dev.affix.storage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of some bytes, each in lower-case hexadecimal and each absent where it is not known.
 *
 * @param md5 128 bits, RFC 1321
 * @param sha256 256 bits, FIPS 180-4
 * @param crc32c 32 bits, RFC 3720 (Castagnoli)
 */
public record Checksums(@Nullable String md5, @Nullable String sha256, @Nullable String crc32c) {

  /** Nothing known. */
  public static final Checksums NONE = new Checksums(null, null, null);

  public Checksums {
    check("md5", md5, 32);
    check("sha256", sha256, 64);
    check("crc32c", crc32c, 8);
  }

  /**
   * The first algorithm that both sides know and disagree on; empty if there is none, which also
   * holds when they have no algorithm in common.
   */
  public Optional<String> firstDifference(Checksums other) {
    if (differ(sha256, other.sha256)) {
      return Optional.of("sha256");
    }
    if (differ(md5, other.md5)) {
      return Optional.of("md5");
    }
    return differ(crc32c, other.crc32c) ? Optional.of("crc32c") : Optional.empty();
  }

  private static boolean differ(@Nullable String a, @Nullable String b) {
    return a != null && b != null && !a.equals(b);
  }

  private static void check(String name, @Nullable String hex, int length) {
    if (hex != null && !hex.matches("[0-9a-f]{" + length + "}")) {
      throw new IllegalArgumentException(
          name + " must be " + length + " lower-case hexadecimal digits, but was \"" + hex + "\"");
    }
  }
}
