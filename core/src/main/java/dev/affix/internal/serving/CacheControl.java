package dev.affix.internal.serving;

import dev.affix.internal.signing.ServeToken;
import java.time.Duration;
import java.time.Instant;

/** How long who may keep a file. */
final class CacheControl {
  static final String NO_STORE = "no-store";

  private static final long BROWSER_SECONDS = Duration.ofDays(365).toSeconds();
  private static final long SHARED_SECONDS = Duration.ofDays(1).toSeconds();
  private static final long MUTABLE_SECONDS = Duration.ofMinutes(1).toSeconds();

  private CacheControl() {}

  /**
   * A public file never changes under its URL, so a browser never asks again; shared caches ask
   * once a day, which costs a 304 and ends what was purged. A signed one lives in every cache
   * exactly as long as its URL, to the second, and is not served stale: who has the URL may read
   * the file anyway, and who has not never gets at the cache's copy. A guarded one lives nowhere.
   */
  static String of(ServeToken token, Instant now) {
    return switch (token.visibility()) {
      case PUBLIC ->
          token.mutable()
              ? "public, max-age=" + MUTABLE_SECONDS + ", must-revalidate"
              : "public, max-age="
                  + BROWSER_SECONDS
                  + ", s-maxage="
                  + SHARED_SECONDS
                  + ", immutable";
      case SIGNED -> signed(token, now);
      case GUARDED -> "private, no-store";
    };
  }

  private static String signed(ServeToken token, Instant now) {
    Instant end = token.expiresAt();
    long left = end == null ? 0 : Math.max(0, Duration.between(now, end).toSeconds());
    return token.mutable()
        ? "public, max-age=" + Math.min(left, MUTABLE_SECONDS) + ", must-revalidate"
        : "public, max-age=" + left + ", must-revalidate, immutable";
  }
}
