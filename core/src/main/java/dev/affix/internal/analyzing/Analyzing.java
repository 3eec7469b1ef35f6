package dev.affix.internal.analyzing;

import dev.affix.image.Analysis;
import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.ImageProcessor;
import dev.affix.image.ImageProperties;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Placeholder;
import dev.affix.internal.bulk.BulkRun;
import dev.affix.internal.bulk.Page;
import dev.affix.internal.bulk.Progress;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.pacing.Ticker;
import dev.affix.internal.pacing.Vitals;
import dev.affix.internal.rows.AttachmentRows.Named;
import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.Services;
import dev.affix.lifecycle.AnalyzeEstimate;
import dev.affix.lifecycle.AnalyzeReport;
import dev.affix.model.StoredFile;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at pictures that are attached already: reads rows, looks without a connection, and notes
 * what it found in the blob's row, unless the file was given up or exchanged meanwhile. Owners are
 * not touched. What was done stands in rows, so a run can be ended at any moment.
 */
public final class Analyzing {
  private final Services services;
  private final ImageProcessor processor;
  private final Tables tables;
  private final OwnTransactions transactions;
  private final Dialect dialect;

  public Analyzing(
      Services services,
      ImageProcessor processor,
      Tables tables,
      OwnTransactions transactions,
      Dialect dialect) {
    this.services = services;
    this.processor = processor;
    this.tables = tables;
    this.transactions = transactions;
    this.dialect = dialect;
  }

  /** Looks until the end, the limit, or a stop. */
  public AnalyzeReport run(AnalyzeOrder order) {
    return new Run(order).look();
  }

  /** Counts what a run would look at; writes nothing. */
  public AnalyzeEstimate estimate(AnalyzeOrder order) {
    return new Run(order).count();
  }

  private final class Run {
    private final AnalyzeOrder order;
    private final Vitals vitals = new Vitals(transactions, dialect, Ticker.SYSTEM);
    private final BulkRun<Picture> run;

    Run(AnalyzeOrder order) {
      this.order = order;
      AttachmentMapping mapping = order.mapping();
      var pages =
          new PicturePages(
              tables, new Named(mapping.ownerType(), mapping.name()), order.depth(), order.all());
      this.run = new BulkRun<>(order.terms(), vitals, pages, AnalyzeReport.MAX_REASONS);
    }

    AnalyzeReport look() {
      return report(run.work("analyze", this::one, now -> order.progress().accept(report(now))));
    }

    private static AnalyzeReport report(Progress now) {
      return new AnalyzeReport(
          now.done(),
          now.there(),
          now.failed(),
          now.skipped(),
          now.reasons(),
          now.cursor(),
          now.finished(),
          now.duration());
    }

    private void one(Picture picture) {
      try {
        if (look(picture)) {
          run.done();
        } else {
          run.skipped(picture + " is attached no more, or was exchanged meanwhile");
        }
      } catch (InvalidImageException | ImageCrashException e) {
        run.failed(picture + ": " + e.getMessage());
      } catch (ObjectNotFoundException e) {
        run.skipped(picture + ": the file is gone, or is not where its row says");
      } catch (ImageProcessingException | StorageException | UncheckedIOException e) {
        if (Thread.currentThread().isInterrupted()) {
          run.end();
        } else {
          run.skipped(picture + ": " + e.getMessage());
        }
      }
    }

    /** False if there is no such file any more. */
    private boolean look(Picture picture) {
      ImageSource source = sourceOf(picture.blob().file());
      ImageProperties image = processor.analyze(source);
      if (order.depth() == Analysis.HEADER) {
        return note(picture, image, null);
      }
      Placeholder placeholder;
      try {
        placeholder = processor.placeholder(source);
      } catch (RuntimeException e) {
        note(picture, image, null); // sizes are good to have by themselves
        throw e;
      }
      return note(picture, image, placeholder);
    }

    private ImageSource sourceOf(StoredFile file) {
      StorageKey key = StorageKey.of(file.storageKey());
      StorageService service = services.require(file.service());
      return () -> vitals.storage(() -> service.open(key)).body();
    }

    private boolean note(
        Picture picture, ImageProperties image, @Nullable Placeholder placeholder) {
      return vitals.transaction(
          sql -> tables.blobs().describe(sql, picture.blob(), image, placeholder));
    }

    AnalyzeEstimate count() {
      var sum = new Sum();
      boolean end = run.count(sum::add);
      return new AnalyzeEstimate(sum.files, sum.pictures, sum.bytes, end);
    }
  }

  private static final class Sum {
    long files;
    long pictures;
    long bytes;

    void add(Page<Picture> page) {
      files += page.files();
      pictures += page.pieces().size();
      page.pieces().forEach(picture -> bytes += picture.blob().byteSize().orElse(0));
    }
  }
}
