package dev.affix.testkit;

import java.util.List;
import java.util.Locale;

/**
 * Statements that reached the driver, in order; a batch is one.
 *
 * @param sql their texts
 */
public record Statements(List<String> sql) {

  public Statements {
    sql = List.copyOf(sql);
  }

  /** How many. */
  public int count() {
    return sql.size();
  }

  /** Those whose text begins with {@code words}, whatever the case. */
  public Statements startingWith(String words) {
    String start = words.toLowerCase(Locale.ROOT);
    return new Statements(
        sql.stream()
            .filter(text -> text.strip().toLowerCase(Locale.ROOT).startsWith(start))
            .toList());
  }

  /** A line each. */
  @Override
  public String toString() {
    var text = new StringBuilder().append(count()).append(" statements");
    for (int i = 0; i < sql.size(); i++) {
      text.append("\n  ").append(i + 1).append(". ").append(sql.get(i));
    }
    return text.toString();
  }
}
