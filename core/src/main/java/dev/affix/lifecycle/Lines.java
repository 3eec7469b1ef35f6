package dev.affix.lifecycle;

import java.util.Locale;

/** A report for people; what comes from rows or storage cannot begin a line of its own. */
final class Lines {
  private final StringBuilder text = new StringBuilder();

  Lines(String title) {
    text.append(title).append('\n');
  }

  Lines count(String what, long count) {
    return line(String.format(Locale.ROOT, "%,15d  %s", count, what));
  }

  Lines line(String line) {
    text.append(printable(line)).append('\n');
    return this;
  }

  Lines item(String what, String key, String detail) {
    return line(what + ": \"" + key + "\" " + detail);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static String printable(String line) {
    return line.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
