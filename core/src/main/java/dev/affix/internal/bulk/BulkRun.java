package dev.affix.internal.bulk;

import dev.affix.internal.pacing.Crew;
import dev.affix.internal.pacing.Pacer;
import dev.affix.internal.pacing.Ticker;
import dev.affix.internal.pacing.Vitals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run through the files of an attachment, page by page, in constant memory. Each page is read
 * in a transaction of its own, which is over before the work begins. Whoever works says of each
 * piece what became of it, on whatever thread; where the run stands is told by its progress.
 */
public final class BulkRun<P extends Piece> {
  private static final Logger LOG = LoggerFactory.getLogger(BulkRun.class);
  private static final int FILES = 100;
  private static final int COUNTED_AT_ONCE = 500;

  private final Terms terms;
  private final Vitals vitals;
  private final Pages<P> pages;
  private final int mostReasons;
  private final Pacer pacer;
  private final long begin = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final List<String> reasons = new ArrayList<>();
  private Position reached;
  private long given;
  private long done;
  private long there;
  private long failed;
  private long skipped;

  /**
   * @param mostReasons how many to keep
   */
  public BulkRun(Terms terms, Vitals vitals, Pages<P> pages, int mostReasons) {
    this.terms = terms;
    this.vitals = vitals;
    this.pages = pages;
    this.mostReasons = mostReasons;
    this.pacer = new Pacer(terms.pace(), vitals, Ticker.SYSTEM);
    this.reached = terms.from();
  }

  /**
   * Works until the end, the limit, or a stop.
   *
   * @param name of the work, in logs and in the names of threads
   * @param told after each page, by one thread at a time
   */
  public Progress work(String name, Consumer<P> work, Consumer<Progress> told) {
    boolean finished;
    try (Crew crew = new Crew(name, terms.pace().threads())) {
      finished = pages(crew, piece -> one(name, piece, work), told);
    }
    return progress(finished);
  }

  /** Shows all pages, and does nothing with them; false if it was stopped before the end. */
  public boolean count(Consumer<Page<P>> counter) {
    while (true) {
      Page<P> page = next(COUNTED_AT_ONCE);
      boolean end = page.files() == 0;
      if (end || !pacer.pass(1, terms.stopWhen())) {
        return end;
      }
      counter.accept(page);
      turn(page.there(), page.end());
    }
  }

  /** A piece is done. */
  public synchronized void done() {
    done++;
  }

  /** A piece cannot be done, or not now for a reason worth a look. */
  public synchronized void failed(String reason) {
    failed++;
    keep(reason);
  }

  /** A piece is left to a later run. */
  public synchronized void skipped(String reason) {
    skipped++;
    keep(reason);
  }

  /** Nothing more can be done in this run, nor was the piece at hand. */
  public void end() {
    ended.set(true);
  }

  private boolean pages(Crew crew, Consumer<P> work, Consumer<Progress> told) {
    while (!stopped()) {
      Page<P> page = next(FILES);
      if (page.files() == 0) {
        return true;
      }
      if (!all(page, crew, work)) {
        return false;
      }
      told.accept(progress(false));
    }
    return false;
  }

  private boolean stopped() {
    return terms.stopWhen().getAsBoolean() || Thread.currentThread().isInterrupted();
  }

  private Page<P> next(int files) {
    Position from = reached;
    return vitals.transaction(sql -> pages.after(sql, from, files));
  }

  /** False if it stopped before the end of the page; a file that is begun is finished. */
  private boolean all(Page<P> page, Crew crew, Consumer<P> work) {
    Position finished = reached;
    Position now = reached;
    boolean all = true;
    for (P piece : page.pieces()) {
      boolean next = !piece.file().equals(now);
      finished = next ? now : finished;
      now = piece.file();
      all =
          (!next || given < terms.limit())
              && !ended.get()
              && pacer.pass(1, terms.stopWhen())
              && crew.take(() -> work.accept(piece));
      if (!all) {
        break;
      }
      given++;
    }
    all = crew.idle() && all && !ended.get();
    if (all) {
      turn(page.there(), page.end());
    } else if (!ended.get()) {
      turn(0, finished);
    }
    return all;
  }

  private synchronized void turn(int found, Position to) {
    there += found;
    reached = to;
  }

  /** What nobody foresaw keeps back no other piece. */
  private void one(String name, P piece, Consumer<P> work) {
    try {
      work.accept(piece);
    } catch (RuntimeException e) {
      LOG.warn("{} failed at {}", name, piece, e);
      failed(piece + ": " + e.getMessage());
    }
  }

  private void keep(String reason) {
    if (reasons.size() < mostReasons) {
      reasons.add(reason);
    }
  }

  private synchronized Progress progress(boolean finished) {
    return new Progress(
        done,
        there,
        failed,
        skipped,
        List.copyOf(reasons),
        reached.cursor(),
        finished,
        Duration.ofNanos(System.nanoTime() - begin));
  }
}
