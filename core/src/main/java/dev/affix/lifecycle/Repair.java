package dev.affix.lifecycle;

import java.time.Duration;

/**
 * Mends what an audit of one service finds and rows alone can mend. Look at {@link #dryRun()}
 * first.
 *
 * <ul>
 *   <li>An object without row gets a note, and goes when the grace time is over, by housekeeping.
 *       Only keys of the form that Affix makes, and only objects older than a day by the service's
 *       own clock.
 *   <li>The row of a finished variant whose object is gone is deleted, so that the variant is made
 *       again when it is asked for.
 *   <li>With {@link #withOrphans()}: an attachment whose owner is gone is purged.
 * </ul>
 *
 * <p>Blobs without object, and objects of another size or checksum, are never touched: restore
 * them. A service is only repaired if it is declared exclusive, claimed by this environment, and
 * holds no adopted files.
 *
 * <p>Immutable: each method gives another repair. Safe for use by many threads.
 */
public interface Repair {

  /** How long objects stay after their repair; 24 hours by default. */
  Repair grace(Duration grace);

  /**
   * Up to how many steps {@link #run()} may take; by default 1,000 or one in a hundred objects,
   * whichever is more, but no more than 100,000.
   */
  Repair ceiling(int steps);

  /**
   * Purges attachments whose owners are gone, too: after bulk deletes and cascades of the database,
   * which Affix does not see. Their files stay for the grace time. Owners that are marked deleted
   * count as there. Listeners are told after each purge is committed, not in its transaction.
   */
  Repair withOrphans();

  /**
   * Says what {@link #run()} would do and changes no row and no file; to know the service's clock
   * it writes and removes a small object of Affix's own.
   *
   * @throws dev.affix.AffixException if the service may not be repaired; the message says why
   */
  RepairReport dryRun();

  /**
   * Plans anew and does it, looking at each thing again in the transaction that changes it.
   *
   * @throws dev.affix.AffixException if the service may not be repaired, or the plan exceeds the
   *     ceiling, in which case nothing was done
   */
  RepairReport run();
}
