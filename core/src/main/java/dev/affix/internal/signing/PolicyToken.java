package dev.affix.internal.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Leave to begin direct uploads.
 *
 * @param service where the bytes go
 * @param maxBytes largest file; empty for any that the outstanding bytes allow
 * @param contentTypes allowed types or families, in order; empty for any
 * @param expiresAt a whole minute
 */
public record PolicyToken(
    Target target,
    String service,
    OptionalLong maxBytes,
    List<String> contentTypes,
    Instant expiresAt)
    implements Token {

  public PolicyToken {
    contentTypes = contentTypes.stream().sorted().toList();
    contentTypes.forEach(ContentTypes::check);
    Expiry.minutesOf(expiresAt);
    if (maxBytes.isPresent() && maxBytes.getAsLong() < 0) {
      throw new IllegalArgumentException("maxBytes must not be negative, but was " + maxBytes);
    }
  }

  /** The end of a permission that begins now, a whole minute. */
  public static Instant endOf(Instant now, Duration lifetime) {
    return Expiry.of(now, lifetime);
  }

  public boolean isExpiredAt(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
