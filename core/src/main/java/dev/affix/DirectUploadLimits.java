package dev.affix;

import java.time.Duration;

/**
 * How much direct uploads may leave lying about, and how long their permissions last. Outstanding
 * is what was begun and neither accepted nor expired; it is counted for each principal on each
 * storage service.
 *
 * @param outstandingUploads how many a principal may have at a time
 * @param outstandingBytes their declared lengths together; also the largest file
 * @param endpointLifetime how long the URL in a page works, so how long a page may stay open before
 *     somebody chooses a file
 * @param uploadLifetime how long an upload that was begun can be sent and accepted, so how long
 *     somebody may go on with the form after choosing a file
 */
public record DirectUploadLimits(
    int outstandingUploads,
    long outstandingBytes,
    Duration endpointLifetime,
    Duration uploadLifetime) {

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  // The longest that S3 lets a presigned URL live.
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final int MOST = 1_000;

  /** 20 uploads of 1 GiB together; pages for 24 hours, uploads for 2. */
  public static final DirectUploadLimits DEFAULTS =
      new DirectUploadLimits(20, 1L << 30, Duration.ofHours(24), Duration.ofHours(2));

  /**
   * @throws IllegalArgumentException if a number is not positive, there are more than 1,000
   *     uploads, or a lifetime is not between a minute and seven days
   */
  public DirectUploadLimits {
    if (outstandingUploads < 1 || outstandingUploads > MOST) {
      throw new IllegalArgumentException(
          "outstandingUploads must be from 1 to " + MOST + ", but was " + outstandingUploads);
    }
    if (outstandingBytes < 1) {
      throw new IllegalArgumentException(
          "outstandingBytes must be at least 1, but was " + outstandingBytes);
    }
    check("endpointLifetime", endpointLifetime);
    check("uploadLifetime", uploadLifetime);
  }

  /** The same with other limits of what is outstanding. */
  public DirectUploadLimits withOutstanding(int uploads, long bytes) {
    return new DirectUploadLimits(uploads, bytes, endpointLifetime, uploadLifetime);
  }

  /** The same with other lifetimes. */
  public DirectUploadLimits withLifetimes(Duration endpoint, Duration upload) {
    return new DirectUploadLimits(outstandingUploads, outstandingBytes, endpoint, upload);
  }

  private static void check(String name, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " must be from " + SHORTEST + " to " + LONGEST + ", but was " + value);
    }
  }
}
