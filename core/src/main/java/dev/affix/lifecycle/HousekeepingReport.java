package dev.affix.lifecycle;

/**
 * What one run of housekeeping did.
 *
 * @param expired staged blobs whose time was over
 * @param deleted objects deleted, their notes gone
 * @param failed objects that could not be deleted; tried again later
 */
public record HousekeepingReport(int expired, int deleted, int failed) {

  /** Whether there was nothing to do. */
  public boolean isIdle() {
    return expired + deleted + failed == 0;
  }
}
