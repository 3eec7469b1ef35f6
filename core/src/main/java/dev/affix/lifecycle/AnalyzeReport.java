package dev.affix.lifecycle;

import java.time.Duration;
import java.util.List;

/**
 * What looking at pictures did so far. Files that are no pictures by their type count nowhere.
 *
 * @param analyzed pictures of which it is known now what their attachment asks for
 * @param alreadyKnown pictures that were left alone, since it was known before
 * @param failed pictures that nothing, or no placeholder, can be made of, or not now for a reason
 *     worth a look
 * @param skipped pictures that a later run takes: their file is gone or was detached meanwhile, or
 *     storage or processor had no time
 * @param reasons of the first {@value #MAX_REASONS} that failed or were skipped
 * @param cursor where to go on, for {@link dev.affix.Analyze#from}
 * @param finished whether all files after the beginning were looked through
 * @param duration since the beginning of this run
 */
public record AnalyzeReport(
    long analyzed,
    long alreadyKnown,
    long failed,
    long skipped,
    List<String> reasons,
    String cursor,
    boolean finished,
    Duration duration) {

  /** Reasons kept. */
  public static final int MAX_REASONS = 100;

  public AnalyzeReport {
    reasons = List.copyOf(reasons);
  }

  /** For people, one line and one for each reason. */
  public String text() {
    return Outline.text(
        "Analyzed %d pictures, %d known already, %d failed, %d skipped"
            .formatted(analyzed, alreadyKnown, failed, skipped),
        duration,
        finished ? "" : Outline.goOn(cursor),
        reasons);
  }
}
