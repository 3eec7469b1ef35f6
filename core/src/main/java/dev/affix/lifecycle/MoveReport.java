package dev.affix.lifecycle;

import java.time.Duration;
import java.util.List;

/**
 * What a move did so far, or would do.
 *
 * @param from name of the service that files leave
 * @param to name of the service that they go to
 * @param dryRun whether this only says what there is to move
 * @param moved blobs whose rows name the new service
 * @param files objects of these, variants too
 * @param bytes of these objects, as far as their rows tell
 * @param alreadyThere objects that an interrupted run had brought, and that were not sent again
 * @param failed blobs that stay where they were, since something is wrong
 * @param skipped blobs that were in use, by another run too; a later run takes them
 * @param reasons of the first {@value #MAX_REASONS} that failed or were skipped
 * @param finished whether every blob was looked at
 * @param duration since the beginning of this run
 */
public record MoveReport(
    String from,
    String to,
    boolean dryRun,
    long moved,
    long files,
    long bytes,
    long alreadyThere,
    long failed,
    long skipped,
    List<String> reasons,
    boolean finished,
    Duration duration) {

  /** Reasons kept. */
  public static final int MAX_REASONS = 100;

  public MoveReport {
    reasons = List.copyOf(reasons);
  }

  /** Whether all that there was has been moved; what was uploaded meanwhile may still be left. */
  public boolean isComplete() {
    return finished && !dryRun && failed == 0 && skipped == 0;
  }

  /** For people, one line and one for each reason. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s \"%s\" to \"%s\": %d blobs (%d files, %d bytes)"
            .formatted(dryRun ? "To move from" : "Moved from", from, to, moved, files, bytes));
    if (!dryRun) {
      text.append(
          ", %d files already there, %d failed, %d skipped"
              .formatted(alreadyThere, failed, skipped));
    }
    return Outline.text(
        text.toString(),
        duration,
        finished ? "" : "; stopped before the end, run it again",
        reasons);
  }
}
