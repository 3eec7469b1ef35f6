package dev.affix.internal.serving;

import dev.affix.internal.signing.ServeToken;
import dev.affix.storage.StoredObject;
import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Strong entity tags. A blob's key is never written twice, so key and length name the bytes,
 * whatever checksums a service happens to know and wherever the blob is moved. A variant may be
 * made again by a newer library, and a file that Affix did not write may be replaced: with these
 * the time of writing is part of the tag. What stands in for a variant never has the variant's tag.
 */
final class EntityTag {
  private static final int BYTES = 15;

  private EntityTag() {}

  static String of(ServeToken token, Source source, StoredObject object) {
    String key = source.exact() ? token.objectKey().toString() : "in place of it\n" + source.key();
    String named = key + "\n" + object.byteSize();
    boolean rewritable = token.mutable() || token.variant() != null;
    byte[] hash =
        DigestUtils.sha256(
            rewritable ? named + "\n" + object.lastModified().getEpochSecond() : named);
    return '"'
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(java.util.Arrays.copyOf(hash, BYTES))
        + '"';
  }
}
