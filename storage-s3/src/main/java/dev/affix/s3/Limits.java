package dev.affix.s3;

import java.time.Duration;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * The time that one call of a service has for all its requests, with every repetition. Each is
 * given what is left, and none is sent when nothing is. A quarter is kept for setting right what
 * failed.
 *
 * <p>Made when the call begins, for one thread.
 */
final class Limits {
  /** What a request must move in a second beyond its first seconds. */
  private static final long BYTES_A_SECOND = 4 << 20;

  /** What a body must move in a second that comes or goes piece by piece, over a slow line, too. */
  static final long SLOWEST_BYTES_A_SECOND = 256 << 10;

  private final Duration call;
  private final long start = System.nanoTime();
  private Duration granted;

  Limits(Duration call) {
    this.call = call;
    this.granted = call;
  }

  /** For a request that moves next to nothing. */
  AwsRequestOverrideConfiguration whole() {
    return within(left());
  }

  /** For a request that moves {@code bytes} by itself. */
  AwsRequestOverrideConfiguration moving(long bytes) {
    granted = granted.plus(timeFor(bytes, BYTES_A_SECOND));
    return moved(bytes);
  }

  /** For a request that moves {@code bytes}, a part of more. */
  AwsRequestOverrideConfiguration part(long bytes) {
    granted = granted.plus(timeFor(bytes, SLOWEST_BYTES_A_SECOND));
    return moved(bytes);
  }

  /** For a request about {@code bytes} that were moved before. */
  AwsRequestOverrideConfiguration moved(long bytes) {
    Duration quarter = call.dividedBy(4);
    Duration most = call.minus(quarter).plus(timeFor(bytes, BYTES_A_SECOND));
    Duration left = left().minus(quarter);
    return within(left.compareTo(most) < 0 ? left : most);
  }

  /** For setting right after another request failed; leaves as much for the next step. */
  AwsRequestOverrideConfiguration rest() {
    return within(left().dividedBy(2));
  }

  /** Begins a time that is not the store's; it ends with {@link #goOn}. */
  long pause() {
    return System.nanoTime();
  }

  void goOn(long pause) {
    granted = granted.plusNanos(System.nanoTime() - pause);
  }

  static Duration timeFor(long bytes, long aSecond) {
    return Duration.ofSeconds(bytes / aSecond).plusMillis(bytes % aSecond * 1000 / aSecond);
  }

  private Duration left() {
    return granted.minusNanos(System.nanoTime() - start);
  }

  private AwsRequestOverrideConfiguration within(Duration limit) {
    if (limit.toMillis() <= 0) {
      throw ApiCallTimeoutException.create(call.toMillis());
    }
    return AwsRequestOverrideConfiguration.builder().apiCallTimeout(limit).build();
  }
}
