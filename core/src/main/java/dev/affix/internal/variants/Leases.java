package dev.affix.internal.variants;

import dev.affix.AffixException;
import dev.affix.image.Variation;
import dev.affix.internal.Uuids;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.rows.VariantRows;
import dev.affix.internal.rows.VariantRows.VariantRow;
import dev.affix.internal.serving.VariantOutcome;
import dev.affix.model.Blob;
import dev.affix.model.BlobState;
import dev.affix.model.StoredFile;
import dev.affix.model.VariantRecord.State;
import dev.affix.storage.StorageKey;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Who makes a variant, across nodes: the PENDING row is the lease, by the database's clock. A lease
 * that ran out twice, or two makings that came to no end, mean that the file kills its maker:
 * FAILED, until the engine's revision changes.
 */
final class Leases {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int MAX_ATTEMPTS = 2;

  private final Tables tables;
  private final OwnTransactions transactions;
  private final String revision;

  Leases(Tables tables, OwnTransactions transactions, String revision) {
    this.tables = tables;
    this.transactions = transactions;
    this.revision = "[" + revision + "] ";
  }

  /**
   * A lease that this node holds.
   *
   * @param service where the row says that the variant goes
   * @param faults passing faults in a row before it
   * @param since {@code System.nanoTime()} when it was taken
   */
  record Leased(
      UUID id,
      UUID blobId,
      String service,
      StorageKey key,
      int attempts,
      int faults,
      StoredFile source,
      long since) {

    /** Half of the lease is for storing: when it is over, nobody reckons with the object. */
    boolean mayStore() {
      return System.nanoTime() - since < VariantRows.LEASE.toNanos() / 2;
    }
  }

  /** What asking for a lease gave. */
  sealed interface Outcome {
    record Held(Leased lease) implements Outcome {}

    /** By the rows it is there; the caller, who missed the object a moment ago, looks again. */
    record Made(VariantRow row, StoredFile source) implements Outcome {}

    record Known(VariantOutcome outcome) implements Outcome {}
  }

  /** How a making ended. */
  enum Settled {
    WON,
    /** The row is gone. */
    LOST
  }

  /**
   * Asks for the lease.
   *
   * @param permit taken if it would be given
   */
  Outcome take(UUID blobId, String name, Variation variation, Budget.Permit permit) {
    try {
      return transactions.call(sql -> take(sql, blobId, name, variation, permit));
    } catch (AffixException e) {
      if (OwnTransactions.lostItsParent(e)) {
        return new Outcome.Known(new VariantOutcome.Gone());
      }
      throw e;
    }
  }

  private Outcome take(
      Sql sql, UUID blobId, String name, Variation variation, Budget.Permit permit) {
    Optional<Blob> blob = tables.blobs().find(sql, blobId);
    if (blob.isEmpty() || blob.get().state() != BlobState.STORED) {
      return new Outcome.Known(new VariantOutcome.Gone());
    }
    StoredFile source = blob.get().file();
    StorageKey current = StorageKey.of(source.storageKey()).variant(variation.digest());
    Optional<VariantRow> row = tables.variants().find(sql, blobId, variation.digest());
    if (row.isPresent() && row.get().state() == State.READY) {
      return new Outcome.Made(row.get(), source);
    }
    if (row.isPresent()) {
      return takeOver(sql, row.get(), source, permit);
    }
    if (!permit.take()) {
      return new Outcome.Known(new VariantOutcome.OverBudget(permit.pause()));
    }
    UUID id = Uuids.next();
    StoredFile file =
        new StoredFile(source.service(), current.value(), true, null, null, null, null, null, null);
    boolean won =
        tables
            .variants()
            .insertPending(
                sql, id, blobId, source, name, variation.digest(), file, VariantRows.LEASE);
    return won
        ? new Outcome.Held(
            new Leased(id, blobId, source.service(), current, 1, 0, source, System.nanoTime()))
        : new Outcome.Known(new VariantOutcome.Pending(PAUSE));
  }

  /** Takes the lease of a READY variant whose object is gone. */
  Outcome remake(Outcome.Made made, Budget.Permit permit) {
    return transactions.call(sql -> takeOver(sql, made.row(), made.source(), permit));
  }

  private Outcome takeOver(Sql sql, VariantRow row, StoredFile source, Budget.Permit permit) {
    StorageKey key = StorageKey.of(row.file().storageKey());
    if (row.state() == State.FAILED && failedByThisEngine(row)) {
      return new Outcome.Known(new VariantOutcome.Failed());
    }
    if (row.state() == State.PENDING && row.leased()) {
      return new Outcome.Known(new VariantOutcome.Pending(row.making() ? PAUSE : row.left()));
    }
    boolean crashed = row.state() == State.PENDING && row.attempts() >= MAX_ATTEMPTS;
    if (crashed) {
      tables.variants().fail(sql, row.id(), row.attempts(), revision + "its maker died twice");
      return new Outcome.Known(new VariantOutcome.Failed());
    }
    if (!permit.take()) {
      return new Outcome.Known(new VariantOutcome.OverBudget(permit.pause()));
    }
    int attempts = row.state() == State.PENDING ? row.attempts() + 1 : 1;
    int faults = row.state() == State.PENDING ? row.faults() : 0;
    return tables.variants().takeOver(sql, row, attempts, faults, VariantRows.LEASE)
        ? new Outcome.Held(
            new Leased(
                row.id(),
                row.blobId(),
                row.file().service(),
                key,
                attempts,
                faults,
                source,
                System.nanoTime()))
        : new Outcome.Known(new VariantOutcome.Pending(PAUSE));
  }

  private boolean failedByThisEngine(VariantRow row) {
    String error = row.lastError();
    return error != null && error.startsWith(revision);
  }

  Settled ready(Leased lease, StoredFile file) {
    return transactions.call(sql ->
        tables.variants().ready(sql, lease.id(), lease.attempts(), file) || isStillThere(sql, lease)
            ? Settled.WON
            : Settled.LOST);
  }

  /** Somebody took over, and makes the same bytes under the same key. */
  private boolean isStillThere(Sql sql, Leased lease) {
    return tables.variants().exists(sql, lease.id());
  }

  void fail(Leased lease, String error) {
    transactions.run(
        sql -> tables.variants().fail(sql, lease.id(), lease.attempts(), revision + error));
  }

  /** A making came to no end: true if it was the last that is tried. */
  boolean crashed(Leased lease, String error) {
    boolean last = lease.attempts() >= MAX_ATTEMPTS;
    transactions.run(sql -> {
      if (last) {
        tables.variants().fail(sql, lease.id(), lease.attempts(), revision + error);
      } else {
        tables.variants().pause(sql, lease.id(), lease.attempts(), revision + error, PAUSE);
      }
    });
    return last;
  }

  /**
   * A fault that may pass: the pause doubles with each in a row, so that what stays broken costs
   * little.
   *
   * @return the pause
   */
  Duration backOff(Leased lease, String error) {
    Duration pause = pause(lease.faults());
    backOff(lease, error, lease.faults() + 1, pause);
    return pause;
  }

  /** The source is not where its row says, which may be old: worth another look soon. */
  void lookAgain(Leased lease, String error) {
    backOff(lease, error, lease.faults(), PAUSE);
  }

  private void backOff(Leased lease, String error, int faults, Duration pause) {
    transactions.run(sql ->
        tables
            .variants()
            .backOff(sql, lease.id(), lease.attempts(), revision + error, faults, pause));
  }

  static Duration pause(int faults) {
    Duration pause = PAUSE.multipliedBy(1L << Math.min(faults, 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
