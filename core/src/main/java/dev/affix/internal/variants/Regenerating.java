package dev.affix.internal.variants;

import dev.affix.internal.bulk.BulkRun;
import dev.affix.internal.bulk.Page;
import dev.affix.internal.bulk.Progress;
import dev.affix.internal.pacing.Ticker;
import dev.affix.internal.pacing.Vitals;
import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.serving.VariantOutcome;
import dev.affix.lifecycle.RegenerateEstimate;
import dev.affix.lifecycle.RegenerateReport;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Makes variants of all files of an attachment, under the same leases as requests do. Where a run
 * stands is told by its report; what it made stands in rows.
 */
public final class Regenerating {
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
    private final Walk walk;
    private final BulkRun<Wanted> run;

    Run(RegenerateOrder order) {
      this.order = order;
      this.walk =
          new Walk(
              tables,
              Walk.kindOf(order.mapping()),
              order.recipes(),
              order.onlyMissing() ? Walk.Skip.READY : Walk.Skip.NONE);
      this.run = new BulkRun<>(order.terms(), vitals, walk::after, RegenerateReport.MAX_REASONS);
    }

    RegenerateReport make() {
      return report(
          run.work(
              "regenerate",
              wanted -> count(wanted, ahead(wanted)),
              now -> order.progress().accept(report(now))));
    }

    private static RegenerateReport report(Progress now) {
      return new RegenerateReport(
          now.done(),
          now.there(),
          now.failed(),
          now.skipped(),
          now.reasons(),
          now.cursor(),
          now.finished(),
          now.duration());
    }

    /** Waits while this node has begun as many as it may. */
    private VariantOutcome ahead(Wanted wanted) {
      BooleanSupplier stopWhen = order.terms().stopWhen();
      VariantOutcome outcome = maker.ahead(wanted, !order.onlyMissing());
      while (outcome instanceof VariantOutcome.OverBudget && !stopWhen.getAsBoolean()) {
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

    private void count(Wanted wanted, VariantOutcome outcome) {
      switch (outcome) {
        case VariantOutcome.Ready ready -> run.done();
        case VariantOutcome.Failed none -> run.failed(wanted + " cannot be made by this engine");
        case VariantOutcome.Gone gone ->
            run.skipped(wanted + ": the file is gone, or is not where its row says");
        case VariantOutcome.Pending pending ->
            run.skipped(wanted + ": somebody else is making it, or it waits after a fault");
        case VariantOutcome.OverBudget full -> run.end();
      }
    }

    RegenerateEstimate count() {
      var sum = new Sum(vitals.transaction(sql -> walk.meanSizes(sql, SAMPLE)));
      boolean end = run.count(sum::add);
      return new RegenerateEstimate(
          sum.files, sum.variants, sum.source, sum.result, sum.unknown, end);
    }
  }

  private static final class Sum {
    private final Map<String, Long> sizes;
    long files;
    long variants;
    long source;
    long result;
    long unknown;

    /**
     * @param sizes of results, by digest
     */
    Sum(Map<String, Long> sizes) {
      this.sizes = sizes;
    }

    void add(Page<Wanted> page) {
      files += page.files();
      variants += page.pieces().size();
      for (Wanted wanted : page.pieces()) {
        Long size = sizes.get(wanted.variation().digest());
        source += wanted.sourceBytes();
        result += size == null ? 0 : size;
        unknown += size == null ? 1 : 0;
      }
    }
  }
}
