package dev.affix.benchmarks.bed;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.affix.testkit.database.TestDatabase;

/** Where a database is, so that other processes can open it, too. */
public record Coordinates(String url, String user, String password) {

  /** Those of a database started by this process. */
  public static Coordinates of(TestDatabase database) {
    return new Coordinates(database.jdbcUrl(), database.user(), database.password());
  }

  /** A new pool of at most that many connections; the caller closes it. */
  public HikariDataSource pool(int size) {
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return url;
  }
}
