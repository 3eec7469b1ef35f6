package dev.affix.internal.signing;

import dev.affix.Urls;
import dev.affix.Visibility;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the URLs of files. The same link gives the same URL, for a signed one within its window;
 * nothing is asked of a database or a storage. Immutable.
 */
public final class UrlSigner {
  private final TokenCodec codec;
  private final Urls urls;
  private final InstantSource clock;

  public UrlSigner(TokenCodec codec, Urls urls, InstantSource clock) {
    this.codec = codec;
    this.urls = urls;
    this.clock = clock;
  }

  /**
   * The URL of that file.
   *
   * @throws IllegalArgumentException if the link has something that no token can hold; it says what
   */
  public URI urlOf(FileLink link) {
    String segment = link.segment();
    return URI.create(urls.base() + "/" + codec.sign(tokenFor(link), segment) + "/" + segment);
  }

  private ServeToken tokenFor(FileLink link) {
    return new ServeToken(
        link.visibility(),
        link.disposition(),
        link.mutable(),
        link.service(),
        link.blobId(),
        link.key(),
        link.contentType(),
        link.variant(),
        expiryOf(link),
        attachmentOf(link));
  }

  private @Nullable Instant expiryOf(FileLink link) {
    return link.visibility() == Visibility.SIGNED
        ? Expiry.of(clock.instant(), urls.ttl(), urls.window(), link.blobId())
        : null;
  }

  private static @Nullable UUID attachmentOf(FileLink link) {
    return link.visibility() == Visibility.GUARDED ? link.attachmentId() : null;
  }
}
