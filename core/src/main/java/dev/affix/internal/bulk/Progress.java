package dev.affix.internal.bulk;

import java.time.Duration;
import java.util.List;

/**
 * How far a run came, for its report.
 *
 * @param there pieces that were done before
 * @param reasons of the first that failed or were skipped
 * @param cursor where to go on
 * @param finished whether all files were looked at
 * @param duration since the beginning of the run
 */
public record Progress(
    long done,
    long there,
    long failed,
    long skipped,
    List<String> reasons,
    String cursor,
    boolean finished,
    Duration duration) {}
