package dev.affix.lifecycle;

/**
 * What one run of housekeeping did.
 *
 * @param expired staged blobs whose time was over
 * @param deleted objects deleted, their notes gone
 * @param failed objects that could not be deleted, or not here; tried again later
 * @param postponed notes that are due, but wait: deletions are paused, or this node has made as
 *     many as it may in an hour
 * @param renamed rows that have the new name of their service or type of owners now
 * @param outdated variants dropped, since their recipes are declared no more
 * @param prepared variants made before anybody asked
 */
public record HousekeepingReport(
    int expired, int deleted, int failed, long postponed, int renamed, int outdated, int prepared) {

  /** Whether nothing was done; what was postponed still waits. */
  public boolean isIdle() {
    return expired + deleted + failed + renamed + outdated + prepared == 0;
  }
}
