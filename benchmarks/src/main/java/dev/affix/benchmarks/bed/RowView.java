package dev.affix.benchmarks.bed;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Looks at the tables past Affix, by plain JDBC. */
public final class RowView {
  private static final String LONG_AGO = "timestamp '2020-01-01 00:00:00'";

  /** Milliseconds; asked again within 100 ms, MariaDB repeats what it said before. */
  private static final long INNODB_TRX_AGES = 150;

  private final DataSource dataSource;

  public RowView(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Reads one row. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  public <T> List<T> list(String sql, Reader<T> reader) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException("Not readable: " + sql, e);
    }
  }

  /** The number that the query gives. */
  public long number(String sql) {
    return list(sql, row -> row.getLong(1)).get(0);
  }

  /** How many rows a table has, with or without a condition. */
  public long count(String tableAndCondition) {
    return number("select count(*) from " + tableAndCondition);
  }

  /** Attachments of owners that are gone, which no housekeeping would ever remove; a line each. */
  public List<String> orphans() {
    return list(
        "select a.id, a.owner_id from affix_attachments a where not exists"
            + " (select 1 from Pseud p where trim(cast(p.id as char(20))) = a.owner_id)",
        row ->
            "attachment %s belongs to owner %s, who is gone"
                .formatted(row.getString(1), row.getString(2)));
  }

  public int update(String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("Refused: " + sql, e);
    }
  }

  /** As if a day had gone by: staged blobs expire, notes are due, leases have ended. */
  public void letTimePass() {
    letStagedExpire("");
    update("update affix_deletions set due_at = " + LONG_AGO);
    update("update affix_variants set lease_until = " + LONG_AGO + " where state = 'PENDING'");
  }

  /** As if the time of these staged blobs was over. */
  public int letStagedExpire(String furtherCondition) {
    return update(
        "update affix_blobs set expires_at = "
            + LONG_AGO
            + " where state = 'STAGED'"
            + furtherCondition);
  }

  /** Waits until the server has noticed that clients are gone and has ended their transactions. */
  public void awaitNoTransactions() throws InterruptedException {
    boolean isPostgres = isPostgres();
    String open =
        isPostgres
            ? "select count(*) from pg_stat_activity where datname = current_database()"
                + " and backend_type = 'client backend' and state <> 'idle'"
                + " and pid <> pg_backend_pid()"
            : "select count(*) from information_schema.innodb_trx";
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (number(open) > 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "Transactions of a killed process stay open for 30 s: "
                + String.join("; ", sessions()));
      }
      Thread.sleep(isPostgres ? 2 : INNODB_TRX_AGES);
    }
  }

  /** What each session of the server is doing, one text each. */
  private List<String> sessions() {
    return list(
        isPostgres()
            ? "select concat_ws(' ', pid, client_port, state, wait_event_type, wait_event,"
                + " now() - xact_start, query) from pg_stat_activity"
                + " where datname = current_database() and backend_type = 'client backend'"
            : "select concat_ws(' ', p.id, p.host, p.command, p.state, p.time, t.trx_state,"
                + " t.trx_started, t.trx_isolation_level, t.trx_rows_locked,"
                + " coalesce(p.info, t.trx_query))"
                + " from information_schema.processlist p left join information_schema.innodb_trx t"
                + " on t.trx_mysql_thread_id = p.id",
        row -> row.getString(1));
  }

  private boolean isPostgres() {
    try (Connection connection = dataSource.getConnection()) {
      return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
