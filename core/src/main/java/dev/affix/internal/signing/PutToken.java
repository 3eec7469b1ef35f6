package dev.affix.internal.signing;

import java.time.Instant;
import java.util.UUID;

/**
 * Leave to send the bytes of one direct upload through the application. What they must be stands in
 * the row.
 *
 * @param uploadId the row's
 * @param expiresAt a whole minute
 */
public record PutToken(UUID uploadId, Instant expiresAt) implements Token {
  public PutToken {
    Expiry.minutesOf(expiresAt);
  }

  public boolean isExpiredAt(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
