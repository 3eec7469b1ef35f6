package dev.affix.internal.signing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Whoever uploads, as a mark of fixed length that is safe in keys and URLs: 26 characters for 16
 * bytes of a digest. It hides a name from a passing glance, not from somebody who guesses.
 *
 * @param mark as {@link DigestText} spells it
 */
public record Principal(String mark) {
  private static final String DOMAIN = "affix/principal/1/";

  public Principal {
    DigestText.toBytes(mark);
  }

  /**
   * The mark of a name.
   *
   * @param name what the application knows somebody by, the same at every request
   */
  public static Principal of(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "a principal must not be blank; for visitors without an account take the session's id");
    }
    byte[] digest = DigestUtils.sha256((DOMAIN + name).getBytes(StandardCharsets.UTF_8));
    return new Principal(DigestText.of(Arrays.copyOf(digest, DigestText.BYTES)));
  }

  byte[] toBytes() {
    return DigestText.toBytes(mark);
  }

  static Principal of(byte[] bytes) {
    return new Principal(DigestText.of(bytes));
  }
}
