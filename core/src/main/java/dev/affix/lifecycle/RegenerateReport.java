package dev.affix.lifecycle;

import java.time.Duration;
import java.util.List;

/**
 * What making variants anew did so far.
 *
 * @param made variants made
 * @param alreadyThere variants that were left alone, since only missing ones were asked for
 * @param failed variants that cannot be made, or not now for a reason worth a look
 * @param skipped variants that somebody else was making, that wait after a fault, or whose file is
 *     gone
 * @param reasons of the first {@value #MAX_REASONS} that failed or were skipped
 * @param cursor where to go on, for {@link dev.affix.Regenerate#from}
 * @param finished whether all files after the beginning were looked at
 * @param duration since the beginning of this run
 */
public record RegenerateReport(
    long made,
    long alreadyThere,
    long failed,
    long skipped,
    List<String> reasons,
    String cursor,
    boolean finished,
    Duration duration) {

  /** Reasons kept. */
  public static final int MAX_REASONS = 100;

  public RegenerateReport {
    reasons = List.copyOf(reasons);
  }

  /** For people, one line and one for each reason. */
  public String text() {
    return Outline.text(
        "Made %d variants, %d already there, %d failed, %d skipped"
            .formatted(made, alreadyThere, failed, skipped),
        duration,
        finished ? "" : Outline.goOn(cursor),
        reasons);
  }
}
