package dev.affix.internal.variants;

import dev.affix.image.Variation;
import dev.affix.internal.bulk.Terms;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.lifecycle.RegenerateReport;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which variants are to be made anew and how.
 *
 * @param recipes by name
 * @param onlyMissing whether READY ones are left alone
 * @param terms counted in variants
 * @param progress told after each page of files, by one thread at a time
 */
public record RegenerateOrder(
    AttachmentMapping mapping,
    Map<String, Variation> recipes,
    boolean onlyMissing,
    Terms terms,
    Consumer<RegenerateReport> progress) {

  /** All there are, as fast as it goes. */
  public static RegenerateOrder of(AttachmentMapping mapping) {
    return new RegenerateOrder(mapping, mapping.variants(), false, Terms.ALL, report -> {});
  }
}
