package dev.affix.internal.variants;

import dev.affix.image.Variation;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.lifecycle.RegenerateReport;
import dev.affix.pace.Pace;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Which variants are to be made anew and how.
 *
 * @param recipes by name
 * @param onlyMissing whether READY ones are left alone
 * @param from a cursor of a report; empty for the beginning
 * @param limit variants made at most
 * @param stopWhen asked before each variant and while waiting
 * @param progress told after each page of files, by one thread at a time
 */
public record RegenerateOrder(
    AttachmentMapping mapping,
    Map<String, Variation> recipes,
    boolean onlyMissing,
    String from,
    Pace pace,
    long limit,
    BooleanSupplier stopWhen,
    Consumer<RegenerateReport> progress) {

  /** All there are, as fast as it goes. */
  public static RegenerateOrder of(AttachmentMapping mapping) {
    return new RegenerateOrder(
        mapping,
        mapping.variants(),
        false,
        "",
        Pace.unlimited(),
        Long.MAX_VALUE,
        () -> false,
        report -> {});
  }

  Walk.Position position() {
    int slash = from.lastIndexOf('/');
    return from.isEmpty()
        ? Walk.Position.START
        : new Walk.Position(from.substring(0, slash), from.substring(slash + 1));
  }

  /** Whether a text can be the cursor of a report. */
  public static boolean isCursor(String text) {
    return text.isEmpty() || text.indexOf('/') > 0;
  }

  static String cursor(Walk.Position position) {
    return position.equals(Walk.Position.START) ? "" : position.ownerId() + "/" + position.slot();
  }
}
