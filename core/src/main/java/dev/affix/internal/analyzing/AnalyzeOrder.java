package dev.affix.internal.analyzing;

import dev.affix.image.Analysis;
import dev.affix.internal.bulk.Terms;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.lifecycle.AnalyzeReport;
import java.util.function.Consumer;

/**
 * Which pictures are to be looked at and how.
 *
 * @param depth what to find out
 * @param all whether also those of which it is known
 * @param terms counted in pictures
 * @param progress told after each page of files, by one thread at a time
 */
public record AnalyzeOrder(
    AttachmentMapping mapping,
    Analysis depth,
    boolean all,
    Terms terms,
    Consumer<AnalyzeReport> progress) {

  /** Those that nobody looked at, as fast as it goes. */
  public static AnalyzeOrder of(AttachmentMapping mapping, Analysis depth) {
    return new AnalyzeOrder(mapping, depth, false, Terms.ALL, report -> {});
  }
}
