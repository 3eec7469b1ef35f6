package dev.affix.internal.moving;

import dev.affix.internal.mapping.Mappings;
import dev.affix.internal.pacing.Crew;
import dev.affix.internal.pacing.Pacer;
import dev.affix.internal.pacing.Ticker;
import dev.affix.internal.pacing.Vitals;
import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.Services;
import dev.affix.lifecycle.MoveReport;
import dev.affix.model.Blob;
import dev.affix.model.StoredFile;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Walks the blobs of a service in the order of their keys and moves them, batch by batch. Where it
 * stands is nowhere noted: rows that still name the old service are what is left.
 */
public final class Mover {
  private static final int BATCH = 20;
  private static final int COUNTED_AT_ONCE = 1_000;

  private final Services services;
  private final Tables tables;
  private final Keeping keeping;
  private final OwnTransactions transactions;
  private final Dialect dialect;
  private final Runnable deletionsDue;
  private final Consumer<String> guard;

  /**
   * Puts the room together.
   *
   * @param guard throws if nothing may be destroyed on the service of that name; a move writes to
   *     one and lets the other's objects go
   * @param deletionsDue a hint that there may be something to delete; returns at once
   */
  public Mover(
      Services services,
      Mappings mappings,
      Tables tables,
      OwnTransactions transactions,
      Dialect dialect,
      Runnable deletionsDue,
      Consumer<String> guard) {
    this.services = services;
    this.tables = tables;
    this.keeping = new Keeping(tables.attachments(), mappings);
    this.transactions = transactions;
    this.dialect = dialect;
    this.deletionsDue = deletionsDue;
    this.guard = guard;
  }

  /**
   * Whether there is a service of that name.
   *
   * @throws dev.affix.AffixException if not; the message lists what there is
   */
  public void check(String service) {
    services.require(service);
  }

  /** Moves until nothing is left, the limit is reached, or the order says stop. */
  public MoveReport run(MoveOrder order) {
    guard.accept(order.from());
    guard.accept(order.to());
    Run run = new Run(order, false);
    MoveReport report = run.move();
    if (run.batch.leftDue() || (order.grace().isZero() && report.moved() > 0)) {
      deletionsDue.run();
    }
    return report;
  }

  /** Counts what there is to move; writes nothing. */
  public MoveReport dryRun(MoveOrder order) {
    return new Run(order, true).count();
  }

  private final class Run {
    private final MoveOrder order;
    private final Vitals vitals = new Vitals(transactions, dialect, Ticker.SYSTEM);
    private final Pacer pacer;
    private final Tally tally;
    private final Batch batch;
    private final AtomicLong reserved = new AtomicLong();

    Run(MoveOrder order, boolean dry) {
      this.order = order;
      this.pacer = new Pacer(order.pace(), vitals, Ticker.SYSTEM);
      this.tally = new Tally(order, dry, Ticker.SYSTEM);
      var copying =
          new Copying(services.require(order.from()), services.require(order.to()), vitals);
      this.batch = new Batch(order, tables, vitals, pacer, copying, keeping);
    }

    MoveReport move() {
      boolean finished;
      try (Crew crew = new Crew("move", order.pace().threads())) {
        finished = walk(crew);
      }
      return tally.report(finished);
    }

    private boolean walk(Crew crew) {
      String after = "";
      while (true) {
        int size = (int) Math.min(pacer.atOnce(BATCH), room(crew));
        if (size == 0 || !pacer.pass(size, order.stopWhen())) {
          return false;
        }
        List<Blob> blobs = page(after, size);
        if (blobs.isEmpty()) {
          return true;
        }
        after = blobs.get(blobs.size() - 1).file().storageKey();
        reserved.addAndGet(blobs.size());
        if (!crew.take(() -> reserved.addAndGet(-tally.add(batch.move(blobs))))) {
          return false;
        }
      }
    }

    /** What the limit leaves, when all that is in hand has come to its end if need be. */
    private long room(Crew crew) {
      long room = order.limit() - reserved.get();
      return room > 0 || !crew.idle() ? Math.max(0, room) : order.limit() - reserved.get();
    }

    private List<Blob> page(String after, int size) {
      return vitals.transaction(sql -> tables.blobs().storedOn(sql, order.from(), after, size));
    }

    MoveReport count() {
      boolean finished =
          count(
                  true,
                  (sql, after) ->
                      tables.blobs().storedOn(sql, order.from(), after, COUNTED_AT_ONCE).stream()
                          .map(Blob::file)
                          .toList())
              && count(
                  false,
                  (sql, after) ->
                      tables.variants().readyOn(sql, order.from(), after, COUNTED_AT_ONCE));
      return tally.report(finished);
    }

    private boolean count(boolean blobs, Page page) {
      Function<String, List<StoredFile>> next =
          after -> vitals.transaction(sql -> page.after(sql, after));
      if (!pacer.pass(1, order.stopWhen())) {
        return false;
      }
      List<StoredFile> files = next.apply("");
      while (!files.isEmpty()) {
        long bytes = files.stream().mapToLong(f -> f.byteSize() == null ? 0 : f.byteSize()).sum();
        tally.found(blobs ? files.size() : 0, files.size(), bytes);
        if (!pacer.pass(1, order.stopWhen())) {
          return false;
        }
        files = next.apply(files.get(files.size() - 1).storageKey());
      }
      return true;
    }
  }

  @FunctionalInterface
  private interface Page {
    List<StoredFile> after(Sql sql, String key);
  }
}
