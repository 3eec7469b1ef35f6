package dev.affix.internal;

import dev.affix.image.ImageProcessor;
import dev.affix.internal.analyzing.Analyzing;
import dev.affix.internal.mapping.Mappings;
import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.Services;
import dev.affix.internal.variants.Preparing;
import dev.affix.internal.variants.Regenerating;
import dev.affix.internal.variants.VariantMaker;

/**
 * The rooms that there are only with an image processor.
 *
 * @param maker variants that requests wait for
 * @param preparing variants before anybody asks
 * @param regenerating variants in bulk
 * @param analyzing pictures that were attached before anybody asked what they are
 */
public record PictureRooms(
    VariantMaker maker, Preparing preparing, Regenerating regenerating, Analyzing analyzing)
    implements AutoCloseable {

  /** Puts them together. */
  static PictureRooms of(
      ImageProcessor processor,
      EngineSettings settings,
      Services services,
      Mappings mappings,
      Tables tables,
      OwnTransactions transactions,
      Dialect dialect) {
    VariantMaker maker =
        new VariantMaker(
            services,
            mappings,
            processor,
            tables,
            transactions,
            settings.variantsAtOnce,
            settings.variantsPerMinute);
    return new PictureRooms(
        maker,
        new Preparing(mappings, tables, transactions, maker),
        new Regenerating(maker, tables, transactions, dialect),
        new Analyzing(services, processor, tables, transactions, dialect));
  }

  @Override
  public void close() {
    preparing.close();
  }
}
