package dev.affix.internal;

import java.security.SecureRandom;
import java.util.UUID;

/** Ids of rows: version 7 of RFC 9562, so that new rows land at the end of an index. */
public final class Uuids {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Uuids() {}

  /** 48 bits of milliseconds, then version, variant and 74 random bits. */
  public static UUID next() {
    long high = (System.currentTimeMillis() << 16) | 0x7000L | (RANDOM.nextInt() & 0x0fffL);
    long low = (RANDOM.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
