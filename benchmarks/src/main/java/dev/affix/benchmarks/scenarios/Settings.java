package dev.affix.benchmarks.scenarios;

import com.zaxxer.hikari.HikariDataSource;
import dev.affix.benchmarks.bed.Coordinates;
import dev.affix.testkit.database.TestDatabase;
import java.util.Map;
import java.util.Objects;

/** What the environment says; see docs/benchmarks.md. */
final class Settings {
  private static final Map<String, String> VARIABLES = System.getenv();

  private Settings() {}

  /** {@code AFFIX_N}. */
  static int items(int otherwise) {
    return number("AFFIX_N", otherwise);
  }

  /** {@code AFFIX_THREADS}. */
  static int threads(int otherwise) {
    return number("AFFIX_THREADS", otherwise);
  }

  /** The database of {@code AFFIX_DB_URL}, or a PostgreSQL of its own. */
  static Database database(int poolSize) {
    String url = VARIABLES.get("AFFIX_DB_URL");
    if (url == null || url.isBlank()) {
      TestDatabase own = TestDatabase.postgres();
      return new Database(Coordinates.of(own).pool(poolSize), own::close);
    }
    var given =
        new Coordinates(
            url,
            Objects.requireNonNullElse(VARIABLES.get("AFFIX_DB_USER"), ""),
            Objects.requireNonNullElse(VARIABLES.get("AFFIX_DB_PASSWORD"), ""));
    return new Database(given.pool(poolSize), () -> {});
  }

  /** A pool, and what ends with it. */
  record Database(HikariDataSource pool, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      pool.close();
      end.run();
    }
  }

  private static int number(String variable, int otherwise) {
    String value = VARIABLES.get(variable);
    if (value == null || value.isBlank()) {
      return otherwise;
    }
    int number = Integer.parseInt(value.strip());
    if (number < 1) {
      throw new IllegalArgumentException(variable + " must be positive, but was " + number);
    }
    return number;
  }
}
