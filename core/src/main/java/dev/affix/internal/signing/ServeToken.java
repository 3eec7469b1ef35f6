package dev.affix.internal.signing;

import dev.affix.Visibility;
import dev.affix.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Leave to read one object.
 *
 * @param visibility decides which of the last two are there
 * @param disposition what the browser is to do with it
 * @param mutable whether the bytes under the key may change, which only files can that Affix did
 *     not write
 * @param service the storage service's name, at most 16 bytes of UTF-8
 * @param blobId to find the blob after a move
 * @param key the blob's
 * @param contentType the blob's
 * @param variant if the object is a variant of the blob
 * @param expiresAt a whole minute; set for SIGNED, never for PUBLIC
 * @param attachmentId set for GUARDED alone
 */
public record ServeToken(
    Visibility visibility,
    Disposition disposition,
    boolean mutable,
    String service,
    UUID blobId,
    StorageKey key,
    String contentType,
    @Nullable VariantLink variant,
    @Nullable Instant expiresAt,
    @Nullable UUID attachmentId)
    implements Token {
  private static final int MAX_SERVICE_BYTES = 16;

  public ServeToken {
    int length = service.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MAX_SERVICE_BYTES) {
      throw new IllegalArgumentException(
          "a service's name must have 1 to 16 bytes to be in a URL, but was \"" + service + "\"");
    }
    ContentTypes.check(contentType);
    if (variant != null) {
      variant = variant.normalisedFor(key);
    }
    if (expiresAt != null) {
      Expiry.minutesOf(expiresAt);
    }
    boolean consistent =
        switch (visibility) {
          case PUBLIC -> expiresAt == null && attachmentId == null;
          case SIGNED -> expiresAt != null && attachmentId == null;
          case GUARDED -> attachmentId != null;
        };
    if (!consistent) {
      throw new IllegalArgumentException(
          "a token has an end if it is signed, an attachment if it is guarded, but this is "
              + visibility);
    }
  }

  /** The key of the object itself: the variant's, or the blob's. */
  public StorageKey objectKey() {
    if (variant == null) {
      return key;
    }
    return variant.ownKey() == null ? key.variant(variant.digest()) : variant.ownKey();
  }

  /** The content type of the object itself. */
  public String objectContentType() {
    return variant == null ? contentType : variant.contentType();
  }

  /** Whether it was good for a time that is over at {@code now}. */
  public boolean isExpiredAt(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
