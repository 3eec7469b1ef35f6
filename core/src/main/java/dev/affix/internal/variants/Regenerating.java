package dev.affix.internal.variants;

import dev.affix.internal.pacing.Crew;
import dev.affix.internal.pacing.Pacer;
import dev.affix.internal.pacing.Ticker;
import dev.affix.internal.pacing.Vitals;
import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.serving.VariantOutcome;
import dev.affix.internal.variants.Walk.Page;
import dev.affix.internal.variants.Walk.Position;
import dev.affix.lifecycle.RegenerateEstimate;
import dev.affix.lifecycle.RegenerateReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes variants of all files of an attachment, page by page in the order of their owners' ids,
 * under the same leases as requests do. Where a run stands is told by its report; what it made
 * stands in rows.
 */
public final class Regenerating {
  private static final Logger LOG = LoggerFactory.getLogger(Regenerating.class);
  private static final int FILES = 100;
  private static final int COUNTED_AT_ONCE = 500;
  private static final int SAMPLE = 1_000;
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final VariantMaker maker;
  private final Tables tables;
  private final OwnTransactions transactions;
  private final Dialect dialect;

  public Regenerating(
      VariantMaker maker, Tables tables, OwnTransactions transactions, Dialect dialect) {
    this.maker = maker;
    this.tables = tables;
    this.transactions = transactions;
    this.dialect = dialect;
  }

  /** Makes until the end, the limit, or a stop. */
  public RegenerateReport run(RegenerateOrder order) {
    return new Run(order).make();
  }

  /** Counts what a run would make; writes nothing. */
  public RegenerateEstimate estimate(RegenerateOrder order) {
    return new Run(order).count();
  }

  private final class Run {
    private final RegenerateOrder order;
    private final Vitals vitals = new Vitals(transactions, dialect, Ticker.SYSTEM);
    private final Pacer pacer;
    private final Walk walk;
    private final long begin = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<String> reasons = new ArrayList<>();
    private Position reached;
    private long given;
    private long made;
    private long there;
    private long failed;
    private long skipped;

    Run(RegenerateOrder order) {
      this.order = order;
      this.pacer = new Pacer(order.pace(), vitals, Ticker.SYSTEM);
      this.walk =
          new Walk(
              tables,
              Walk.kindOf(order.mapping()),
              order.recipes(),
              order.onlyMissing() ? Walk.Skip.READY : Walk.Skip.NONE);
      this.reached = order.position();
    }

    RegenerateReport make() {
      boolean finished;
      try (Crew crew = new Crew("regenerate", order.pace().threads())) {
        finished = pages(crew);
      }
      return report(finished);
    }

    private boolean pages(Crew crew) {
      while (!stopped()) {
        Position from = reached;
        Page page = vitals.transaction(sql -> walk.after(sql, from, FILES));
        if (page.files() == 0) {
          return true;
        }
        if (!all(page, crew)) {
          return false;
        }
        order.progress().accept(report(false));
      }
      return false;
    }

    private boolean stopped() {
      return order.stopWhen().getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    /** False if it stopped before the end of the page; a file that is begun is finished. */
    private boolean all(Page page, Crew crew) {
      Position done = reached;
      Position now = reached;
      boolean all = true;
      for (Wanted wanted : page.wanted()) {
        boolean next = !wanted.file().equals(now);
        done = next ? now : done;
        now = wanted.file();
        all =
            (!next || given < order.limit())
                && !ended.get()
                && pacer.pass(1, order.stopWhen())
                && crew.take(() -> one(wanted));
        if (!all) {
          break;
        }
        given++;
      }
      all = crew.idle() && all && !ended.get();
      if (all) {
        turn(page.there(), page.end());
      } else if (!ended.get()) {
        turn(0, done);
      }
      return all;
    }

    private synchronized void turn(int found, Position to) {
      there += found;
      reached = to;
    }

    private void one(Wanted wanted) {
      try {
        count(wanted, ahead(wanted));
      } catch (RuntimeException e) {
        LOG.warn("Regenerating {} failed", wanted, e);
        failed(wanted + ": " + e.getMessage());
      }
    }

    /** Waits while this node has begun as many as it may. */
    private VariantOutcome ahead(Wanted wanted) {
      VariantOutcome outcome = maker.ahead(wanted, !order.onlyMissing());
      while (outcome instanceof VariantOutcome.OverBudget && !order.stopWhen().getAsBoolean()) {
        try {
          Ticker.SYSTEM.sleep(LOOK);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return outcome;
        }
        outcome = maker.ahead(wanted, !order.onlyMissing());
      }
      return outcome;
    }

    private synchronized void count(Wanted wanted, VariantOutcome outcome) {
      switch (outcome) {
        case VariantOutcome.Ready ready -> made++;
        case VariantOutcome.Failed none -> failed(wanted + " cannot be made by this engine");
        case VariantOutcome.Gone gone ->
            skipped(wanted + ": the file is gone, or is not where its row says");
        case VariantOutcome.Pending pending ->
            skipped(wanted + ": somebody else is making it, or it waits after a fault");
        case VariantOutcome.OverBudget full -> ended.set(true);
      }
    }

    private synchronized void failed(String reason) {
      failed++;
      keep(reason);
    }

    private synchronized void skipped(String reason) {
      skipped++;
      keep(reason);
    }

    private void keep(String reason) {
      if (reasons.size() < RegenerateReport.MAX_REASONS) {
        reasons.add(reason);
      }
    }

    private synchronized RegenerateReport report(boolean finished) {
      return new RegenerateReport(
          made,
          there,
          failed,
          skipped,
          reasons,
          RegenerateOrder.cursor(reached),
          finished,
          Duration.ofNanos(System.nanoTime() - begin));
    }

    RegenerateEstimate count() {
      Map<String, Long> sizes = vitals.transaction(sql -> walk.meanSizes(sql, SAMPLE));
      long files = 0;
      long variants = 0;
      long source = 0;
      long result = 0;
      long unknown = 0;
      while (true) {
        Position from = reached;
        Page page = vitals.transaction(sql -> walk.after(sql, from, COUNTED_AT_ONCE));
        boolean end = page.files() == 0;
        if (end || !pacer.pass(1, order.stopWhen())) {
          return new RegenerateEstimate(files, variants, source, result, unknown, end);
        }
        files += page.files();
        variants += page.wanted().size();
        for (Wanted wanted : page.wanted()) {
          Long size = sizes.get(wanted.variation().digest());
          source += wanted.sourceBytes();
          result += size == null ? 0 : size;
          unknown += size == null ? 1 : 0;
        }
        reached = page.end();
      }
    }
  }
}
