package dev.affix.internal.housekeeping;

import dev.affix.internal.rows.DeletionRows.Deletion;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.Services;
import dev.affix.lifecycle.HousekeepingReport;
import dev.affix.model.Blob;
import dev.affix.storage.StorageKey;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expires staged blobs and deletes objects whose notes are due: object first, note last, so that a
 * crash between repeats the deletion and never forgets it. Any number of nodes may run it at once;
 * each batch is a short transaction, and no connection is held while objects are deleted.
 */
public final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int BATCH = 100;
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

  private final Services services;
  private final Tables tables;
  private final OwnTransactions transactions;

  public Housekeeping(Services services, Tables tables, OwnTransactions transactions) {
    this.services = services;
    this.tables = tables;
    this.transactions = transactions;
  }

  /** Does all there is to do now. */
  public HousekeepingReport run() {
    int expired = expire();
    HousekeepingReport deleted = deleteDue();
    return new HousekeepingReport(expired, deleted.deleted(), deleted.failed());
  }

  /** Deletes all objects whose notes are due now. */
  public HousekeepingReport deleteDue() {
    int deleted = 0;
    int failed = 0;
    List<Deletion> claimed = claim();
    while (!claimed.isEmpty()) {
      for (Deletion deletion : claimed) {
        if (delete(deletion)) {
          deleted++;
        } else {
          failed++;
        }
      }
      claimed = claim();
    }
    return new HousekeepingReport(0, deleted, failed);
  }

  private List<Deletion> claim() {
    return transactions.call(sql -> tables.deletions().claim(sql, BATCH, LEASE));
  }

  private boolean delete(Deletion deletion) {
    try {
      services.require(deletion.service()).delete(StorageKey.of(deletion.storageKey()));
    } catch (RuntimeException e) {
      LOG.warn(
          "Object \"{}\" of service \"{}\" could not be deleted; tried again later",
          deletion.storageKey(),
          deletion.service(),
          e);
      transactions.run(sql ->
          tables
              .deletions()
              .fail(sql, deletion.id(), String.valueOf(e.getMessage()), pause(deletion)));
      return false;
    }
    transactions.run(sql -> tables.deletions().delete(sql, deletion.id()));
    return true;
  }

  /** Doubles with each attempt. */
  private static Duration pause(Deletion deletion) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(deletion.attempts(), 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private int expire() {
    int expired = 0;
    List<Blob> batch = transactions.call(sql -> tables.blobs().expired(sql, BATCH));
    while (!batch.isEmpty()) {
      for (Blob blob : batch) {
        expired += expire(blob) ? 1 : 0;
      }
      batch = transactions.call(sql -> tables.blobs().expired(sql, BATCH));
    }
    return expired;
  }

  /** By compare-and-set: whoever attaches the blob at this moment wins or loses as a whole. */
  private boolean expire(Blob blob) {
    return transactions.call(sql -> {
      boolean gone = tables.blobs().deleteExpired(sql, blob.id());
      if (gone) {
        tables.deletions().insert(sql, blob.file(), Reason.EXPIRED, Duration.ZERO);
      }
      return gone;
    });
  }
}
