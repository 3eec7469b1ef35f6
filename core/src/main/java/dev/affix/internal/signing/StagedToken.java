package dev.affix.internal.signing;

import java.time.Instant;
import java.util.UUID;

/**
 * The signed id of a direct upload: leave to have it accepted, for one attachment and by one
 * principal.
 *
 * @param uploadId the row's
 * @param expiresAt a whole minute
 */
public record StagedToken(Target target, UUID uploadId, Instant expiresAt) implements Token {
  public StagedToken {
    Expiry.minutesOf(expiresAt);
  }

  public boolean isExpiredAt(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
