package dev.affix.internal.signing;

import dev.affix.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The variant that a link is for.
 *
 * @param name as declared, at most 64 bytes of UTF-8
 * @param digest of the recipe, 26 characters; see {@link dev.affix.image.Variation#digest()}
 * @param contentType what the recipe makes of this blob
 * @param ownKey where the variant lies, if not at the key derived from the blob's
 */
public record VariantLink(
    String name, String digest, String contentType, @Nullable StorageKey ownKey) {
  private static final int MAX_NAME_BYTES = 64;

  public VariantLink {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "a variant's name must have 1 to 64 bytes, but was \"" + name + "\"");
    }
    DigestText.toBytes(digest);
    ContentTypes.check(contentType);
  }

  /** A variant at the key derived from its blob's. */
  public static VariantLink of(String name, String digest, String contentType) {
    return new VariantLink(name, digest, contentType, null);
  }

  /** The same without a key that says no more than the derived one. */
  VariantLink normalisedFor(StorageKey blobKey) {
    return ownKey != null && ownKey.value().equals(blobKey.value() + "-" + digest)
        ? new VariantLink(name, digest, contentType, null)
        : this;
  }
}
