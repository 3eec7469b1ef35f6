package dev.affix.pace;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A number that a query gives. */
record QueryResult(String sql, double slowDownAbove, double stopAbove) implements HealthSignal {
  @Override
  public String name() {
    return "query";
  }

  @Override
  public Health read(Probe probe) {
    List<Map<String, @Nullable String>> rows = probe.query(sql);
    if (rows.size() != 1) {
      throw new IllegalStateException(
          "\"%s\" gave %d rows; it must give one".formatted(sql, rows.size()));
    }
    String value = rows.get(0).values().iterator().next();
    if (value == null) {
      throw new IllegalStateException("\"%s\" gave no number but null".formatted(sql));
    }
    return Health.of(
        "\"%s\" gives".formatted(sql), Double.parseDouble(value), slowDownAbove, stopAbove);
  }
}
