package dev.affix.s3;

import java.time.Duration;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * How long calls may take, with every repetition.
 *
 * @param call for a call that moves next to nothing, and for what must be set right after a failure
 *     together with it; one that moves bytes gets more by their number
 */
record Limits(Duration call) {
  // What a call must move in a second beyond its first seconds.
  private static final long BYTES_A_SECOND = 4 << 20;

  /** For a call that has nothing to set right if it fails. */
  AwsRequestOverrideConfiguration whole() {
    return within(call);
  }

  /** For a call that moves {@code bytes}; leaves room for setting right. */
  AwsRequestOverrideConfiguration moving(long bytes) {
    return within(call.multipliedBy(3).dividedBy(4).plusSeconds(bytes / BYTES_A_SECOND));
  }

  /** For setting right after another call failed. */
  AwsRequestOverrideConfiguration rest() {
    return within(call.dividedBy(4));
  }

  private static AwsRequestOverrideConfiguration within(Duration limit) {
    return AwsRequestOverrideConfiguration.builder().apiCallTimeout(limit).build();
  }
}
