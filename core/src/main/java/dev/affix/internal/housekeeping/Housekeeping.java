package dev.affix.internal.housekeeping;

import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.lifecycle.HousekeepingReport;
import dev.affix.model.Blob;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expires staged blobs, drops outdated variants, deletes objects whose notes are due, renames rows
 * of services that have a new name, has variants prepared. Any number of nodes may run it at once;
 * each batch is a short transaction.
 */
public final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int BATCH = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Tables tables;
  private final OwnTransactions transactions;
  private final DueDeletions deletions;
  private final FormerNames names;
  private final OutdatedVariants outdated;
  private final Background background;
  private final IntSupplier preparing;

  /**
   * @param preparing makes some of the variants that are to be there before anybody asks, and says
   *     how many
   */
  public Housekeeping(
      Tables tables,
      OwnTransactions transactions,
      DueDeletions deletions,
      FormerNames names,
      OutdatedVariants outdated,
      IntSupplier preparing,
      Background background) {
    this.preparing = preparing;
    this.names = names;
    this.outdated = outdated;
    this.background = background;
    this.tables = tables;
    this.transactions = transactions;
    this.deletions = deletions;
  }

  /**
   * Does all there is to do now. What this node does in the background at this moment is waited
   * for: it holds notes, which this run would not see.
   */
  public HousekeepingReport run() {
    background.awaitEarlier(PATIENCE);
    int expired = expire();
    int dropped = outdated.drop();
    HousekeepingReport deleted = deleteDue();
    return new HousekeepingReport(
        expired,
        deleted.deleted(),
        deleted.failed(),
        deleted.postponed(),
        names.rename(),
        dropped,
        preparing.getAsInt());
  }

  /** Deletes all objects whose notes are due now. */
  public HousekeepingReport deleteDue() {
    DueDeletions.Outcome outcome = deletions.run();
    return new HousekeepingReport(
        0, outcome.deleted(), outcome.failed(), outcome.postponed(), 0, 0, 0);
  }

  /** What cannot go now, because it is locked or the database refuses, does not keep the others. */
  private int expire() {
    int expired = 0;
    int left = 0;
    List<Blob> batch = expired(left);
    while (!batch.isEmpty()) {
      for (Blob blob : batch) {
        if (expire(blob)) {
          expired++;
        } else {
          left++;
        }
      }
      batch = expired(left);
    }
    return expired;
  }

  private List<Blob> expired(int left) {
    return transactions.call(sql -> tables.blobs().expired(sql, BATCH, left));
  }

  /** By compare-and-set: whoever attaches the blob at this moment wins or loses as a whole. */
  private boolean expire(Blob blob) {
    try {
      return transactions.call(sql -> {
        boolean gone = tables.blobs().deleteExpired(sql, blob.id());
        if (gone) {
          tables.deletions().insert(sql, blob.file(), Reason.EXPIRED, Duration.ZERO);
        }
        return gone;
      });
    } catch (RuntimeException e) {
      LOG.warn("{} could not be expired; tried again at the next run", blob, e);
      return false;
    }
  }
}
