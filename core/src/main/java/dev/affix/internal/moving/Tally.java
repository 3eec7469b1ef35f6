package dev.affix.internal.moving;

import dev.affix.internal.pacing.Ticker;
import dev.affix.lifecycle.MoveReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what became of blobs, and tells. Safe for use by many threads. */
final class Tally {
  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final MoveOrder order;
  private final boolean dryRun;
  private final Ticker ticker;
  private final long begin;
  private final List<String> reasons = new ArrayList<>();
  private long moved;
  private long files;
  private long bytes;
  private long there;
  private long failed;
  private long skipped;
  private long told;

  Tally(MoveOrder order, boolean dryRun, Ticker ticker) {
    this.order = order;
    this.dryRun = dryRun;
    this.ticker = ticker;
    this.begin = ticker.nanos();
    this.told = begin;
  }

  /** How many of these were not moved. */
  synchronized int add(List<Outcome> outcomes) {
    long before = moved;
    outcomes.forEach(this::add);
    MoveReport report = report(false);
    if (ticker.nanos() - told > BETWEEN_LINES.toNanos()) {
      told = ticker.nanos();
      LOG.info("{}", report.text().lines().findFirst().orElse(""));
    }
    order.progress().accept(report);
    return (int) (outcomes.size() - (moved - before));
  }

  synchronized void found(long blobs, long objects, long size) {
    moved += blobs;
    files += objects;
    bytes += size;
  }

  synchronized MoveReport report(boolean finished) {
    return new MoveReport(
        order.from(),
        order.to(),
        dryRun,
        moved,
        files,
        bytes,
        there,
        failed,
        skipped,
        reasons,
        finished,
        Duration.ofNanos(ticker.nanos() - begin));
  }

  private void add(Outcome outcome) {
    switch (outcome) {
      case Outcome.Moved done -> {
        moved++;
        files += done.files();
        bytes += done.bytes();
        there += done.there();
      }
      case Outcome.Gone gone -> {}
      case Outcome.Failed fault -> {
        failed++;
        keep(fault.reason());
      }
      case Outcome.Skipped left -> {
        skipped++;
        keep(left.reason());
      }
      case Outcome.Again again -> add(again.otherwise());
    }
  }

  private void keep(String reason) {
    if (reasons.size() < MoveReport.MAX_REASONS) {
      reasons.add(reason);
    }
  }
}
