package dev.affix.internal.housekeeping;

import dev.affix.internal.rows.DeletionRows;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.rows.VariantRows;
import dev.affix.internal.rows.VariantRows.VariantRow;
import dev.affix.model.VariantRecord.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Drops variants of recipes that are declared no more. Nodes of an old and a new release know
 * different recipes, so none drops what it does not know: it marks, a node that knows takes the
 * mark back, and only a mark that stood for the grace time counts. What is dropped too early all
 * the same is made again by whoever knows how.
 */
public final class OutdatedVariants {
  private static final int MARKED_AT_ONCE = 500;
  private static final int DROPPED_AT_ONCE = 100;

  /** So that a run comes to an end, and two releases do not undo each other's work at length. */
  private static final int BATCHES = 20;

  private final Tables tables;
  private final OwnTransactions transactions;
  private final Set<String> known;
  private final Duration grace;

  /**
   * @param known digests of the recipes that are declared here
   * @param grace how long a mark must stand
   */
  public OutdatedVariants(
      Tables tables, OwnTransactions transactions, Set<String> known, Duration grace) {
    this.tables = tables;
    this.transactions = transactions;
    this.known = Set.copyOf(known);
    this.grace = grace;
  }

  /** Looks at each recipe that rows name; gives how many variants were dropped. */
  int drop() {
    int dropped = 0;
    Optional<String> digest = next("");
    while (digest.isPresent()) {
      String recipe = digest.get();
      if (known.contains(recipe)) {
        batches(() ->
            transactions.call(
                sql -> tables.variants().unmarkOutdated(sql, recipe, MARKED_AT_ONCE)));
      } else {
        dropped += batches(() -> transactions.call(sql -> drop(sql, recipe)));
        batches(() ->
            transactions.call(sql -> tables.variants().markOutdated(sql, recipe, MARKED_AT_ONCE)));
      }
      digest = next(recipe);
    }
    return dropped;
  }

  private Optional<String> next(String after) {
    return transactions.call(sql -> tables.variants().nextDigest(sql, after));
  }

  private static int batches(IntSupplier batch) {
    int sum = 0;
    int last = 1;
    for (int i = 0; i < BATCHES && last > 0; i++) {
      last = batch.getAsInt();
      sum += last;
    }
    return sum;
  }

  private int drop(Sql sql, String digest) {
    List<VariantRow> rows = tables.variants().lockOutdated(sql, digest, grace, DROPPED_AT_ONCE);
    for (VariantRow row : rows) {
      tables.variants().deleteLocked(sql, row.id());
      if (row.file().owned()) {
        tables.deletions().insert(sql, row.file(), Reason.OUTDATED, delay(row));
      }
    }
    return rows.size();
  }

  /** Whoever was making it, or asked the store without an answer, may put its object still. */
  private static Duration delay(VariantRow row) {
    return row.state() == State.READY
        ? Duration.ZERO
        : VariantRows.LEASE.plus(DeletionRows.ON_ITS_WAY);
  }
}
