package dev.affix.internal.variants;

import dev.affix.image.Variation;
import dev.affix.internal.bulk.Page;
import dev.affix.internal.bulk.Position;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.Mappings;
import dev.affix.internal.mapping.OwnerMapping;
import dev.affix.internal.rows.AttachmentRows.Named;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.serving.VariantOutcome;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.lifecycle.AttachmentListener;
import dev.affix.model.Blob;
import dev.affix.storage.StorageKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes variants that are to be there before anybody asks. What is to be made stands nowhere: it is
 * what files lack. A commit only hints at its file, to a short queue whose overflow is forgotten;
 * housekeeping looks at all files, some in each run, and makes what is lacking. Both stop when the
 * budget does, or when requests take all places.
 */
public final class Preparing implements AttachmentListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Preparing.class);
  private static final int HINTS = 1_000;
  private static final int FILES = 200;

  /** Pages and makings of one run: housekeeping has more to do than this. */
  private static final int PAGES = 50;

  private static final int MAKINGS = 100;

  private final Map<Named, Map<String, Variation>> recipes = new LinkedHashMap<>();
  private final Map<Named, Position> positions = new LinkedHashMap<>();
  private final Tables tables;
  private final OwnTransactions transactions;
  private final VariantMaker maker;
  private final BlockingQueue<Wanted> hints = new ArrayBlockingQueue<>(HINTS);
  private final AtomicBoolean working = new AtomicBoolean();

  /** One thread, and none while there is nothing to do. */
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(2),
          Thread.ofPlatform().name("affix-preparing").daemon().factory());

  public Preparing(
      Mappings mappings, Tables tables, OwnTransactions transactions, VariantMaker maker) {
    for (OwnerMapping owner : mappings.owners()) {
      for (AttachmentMapping attachment : owner.attachments()) {
        if (!attachment.preprocessed().isEmpty()) {
          recipes
              .computeIfAbsent(Walk.kindOf(attachment), kind -> new LinkedHashMap<>())
              .putAll(attachment.preprocessed());
        }
      }
    }
    this.tables = tables;
    this.transactions = transactions;
    this.maker = maker;
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public void afterCommit(AttachmentEvent event) {
    switch (event) {
      case AttachmentEvent.Attached file ->
          hint(new Named(file.ownerType(), file.name()), file.blob());
      case AttachmentEvent.Replaced file ->
          hint(new Named(file.ownerType(), file.name()), file.blob());
      default -> {}
    }
  }

  private void hint(Named kind, Blob blob) {
    Map<String, Variation> wanted = recipes.getOrDefault(kind, Map.of());
    wanted.forEach((name, variation) -> hints.offer(wanted(blob, name, variation)));
    if (!wanted.isEmpty()) {
      work();
    }
  }

  private static Wanted wanted(Blob blob, String name, Variation variation) {
    return new Wanted(
        blob.id(),
        StorageKey.of(blob.file().storageKey()),
        name,
        variation,
        blob.byteSize().orElse(0),
        Position.START);
  }

  private void work() {
    if (working.compareAndSet(false, true)) {
      try {
        thread.execute(this::followHints);
      } catch (RejectedExecutionException e) {
        working.set(false);
        LOG.debug("Variants wait for the next housekeeping", e);
      }
    }
  }

  private void followHints() {
    for (Wanted wanted = hints.poll(); wanted != null; wanted = hints.poll()) {
      if (isOver(make(wanted))) {
        hints.clear();
      }
    }
    working.set(false);
    if (!hints.isEmpty()) { // came between the last look and now
      work();
    }
  }

  /** Makes some of what is lacking; gives how many. Several threads do it one after the other. */
  public synchronized int run() {
    var left = new Left();
    recipes.forEach((kind, wanted) -> run(kind, wanted, left));
    return left.made;
  }

  private static final class Left {
    int makings = MAKINGS;
    int made;
  }

  /** Goes on where the last run stopped, and begins anew at the end. */
  private void run(Named kind, Map<String, Variation> wanted, Left left) {
    var walk = new Walk(tables, kind, wanted, Walk.Skip.SETTLED);
    for (int page = 0; page < PAGES && left.makings > 0; page++) {
      Position from = positions.getOrDefault(kind, Position.START);
      Page<Wanted> found = transactions.call(sql -> walk.after(sql, from, FILES));
      Position reached = make(found, from, left);
      boolean atEnd = found.files() < FILES && reached.equals(found.end());
      positions.put(kind, atEnd ? Position.START : reached);
      if (atEnd) {
        return;
      }
    }
  }

  /** How far it came: after the last file of which all that lacks was tried. */
  private Position make(Page<Wanted> page, Position from, Left left) {
    Position done = from;
    Position now = from;
    for (Wanted wanted : page.pieces()) {
      done = wanted.file().equals(now) ? done : now;
      now = wanted.file();
      if (left.makings == 0) {
        return done;
      }
      left.makings--;
      VariantOutcome outcome = make(wanted);
      if (isOver(outcome)) {
        left.makings = 0;
        return done;
      }
      left.made += outcome instanceof VariantOutcome.Ready ? 1 : 0;
    }
    return page.end();
  }

  /** Whether there is no more to be made now. */
  private static boolean isOver(VariantOutcome outcome) {
    return outcome instanceof VariantOutcome.OverBudget || Thread.currentThread().isInterrupted();
  }

  private VariantOutcome make(Wanted wanted) {
    try {
      return maker.ahead(wanted, false);
    } catch (RuntimeException e) {
      LOG.warn("{} is not made now: {}", wanted, e.getMessage());
      return new VariantOutcome.Gone();
    }
  }

  /** Gives up what is queued; it is still lacking when somebody looks. */
  @Override
  public void close() {
    hints.clear();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
