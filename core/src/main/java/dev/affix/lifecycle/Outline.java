package dev.affix.lifecycle;

import java.time.Duration;
import java.util.List;

/** A report on bulk work, for people. */
final class Outline {
  private Outline() {}

  /** One line, and one for each reason. */
  static String text(String did, Duration duration, String left, List<String> reasons) {
    StringBuilder text = new StringBuilder(did);
    text.append(", in ").append(Duration.ofMillis(duration.toMillis())).append(left);
    reasons.forEach(reason -> text.append(System.lineSeparator()).append("  ").append(reason));
    return text.toString();
  }

  /** What a run that stopped leaves. */
  static String goOn(String cursor) {
    return "; stopped before the end, go on from \"" + cursor + "\"";
  }
}
