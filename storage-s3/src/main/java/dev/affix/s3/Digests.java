package dev.affix.s3;

import dev.affix.storage.Checksums;
import java.util.Base64;
import org.apache.commons.codec.DecoderException;
import org.apache.commons.codec.binary.Hex;
import org.jspecify.annotations.Nullable;

/** Checksums as the protocol spells them: Base64 in headers, hexadecimal in {@link Checksums}. */
final class Digests {
  private Digests() {}

  static String toWire(String hex) {
    try {
      return Base64.getEncoder().encodeToString(Hex.decodeHex(hex));
    } catch (DecoderException e) {
      throw new IllegalArgumentException("\"" + hex + "\" is not hexadecimal", e);
    }
  }

  /** What a store says of a whole object; checksums of checksums of parts are none of it. */
  static Checksums ofWire(@Nullable String md5, @Nullable String sha256, @Nullable String crc32c) {
    return new Checksums(hex(md5, 16), hex(sha256, 32), hex(crc32c, 4));
  }

  /** An entity tag without the quotes; empty means none. */
  static @Nullable String unquoted(@Nullable String etag) {
    String bare = etag == null ? "" : etag.replace("\"", "");
    return bare.isEmpty() ? null : bare;
  }

  static String quoted(String etag) {
    return '"' + etag + '"';
  }

  private static @Nullable String hex(@Nullable String wire, int length) {
    if (wire == null || wire.contains("-")) {
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(wire);
      return bytes.length == length ? Hex.encodeHexString(bytes) : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
