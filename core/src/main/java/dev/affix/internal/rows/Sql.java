package dev.affix.internal.rows;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs statements of this package on one connection, in whatever transaction is open there. */
public final class Sql {
  private final StatementSource source;
  private final Dialect dialect;

  public Sql(StatementSource source, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Executes and returns the number of rows. */
  int update(String sql, @Nullable Object... arguments) {
    return run(sql, PreparedStatement::executeUpdate, arguments);
  }

  /** Whether the insert won; a row of the same unique key stays as it is. */
  boolean insertIfAbsent(String insert, @Nullable Object... arguments) {
    return run(insert + dialect.onDuplicateDoNothing(), this::insertOrZero, arguments) == 1;
  }

  /** The same for a loser that goes on to lock the row; see {@link Dialect#onDuplicateLock}. */
  boolean insertOrLock(String insert, String nudged, @Nullable Object... arguments) {
    return run(insert + dialect.onDuplicateLock(nudged), this::insertOrZero, arguments) == 1;
  }

  <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... arguments) {
    return run(
        sql,
        statement -> {
          List<T> rows = new ArrayList<>();
          try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
              rows.add(reader.read(new Row(result, dialect)));
            }
          }
          return rows;
        },
        arguments);
  }

  <T> Optional<T> queryOne(String sql, RowReader<T> reader, @Nullable Object... arguments) {
    List<T> rows = query(sql, reader, arguments);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** A query without arguments that the database ends after {@code limit}. */
  <T> T queryWithin(Duration limit, String sql, WholeResult<T> reader) {
    return run(
        sql,
        statement -> {
          statement.setQueryTimeout((int) Math.max(1, limit.toSeconds()));
          try (ResultSet result = statement.executeQuery()) {
            return reader.read(result);
          }
        });
  }

  private Integer insertOrZero(PreparedStatement statement) throws SQLException {
    try {
      return statement.executeUpdate();
    } catch (SQLException e) {
      if (dialect.isDuplicate(e)) {
        return 0;
      }
      throw e;
    }
  }

  private <T> T run(String sql, Execution<T> execution, @Nullable Object... arguments) {
    try {
      PreparedStatement statement = source.prepare(sql);
      try {
        for (int i = 0; i < arguments.length; i++) {
          dialect.bind(statement, i + 1, arguments[i]);
        }
        return execution.of(statement);
      } finally {
        source.release(statement);
      }
    } catch (SQLException e) {
      throw source.translate(e, sql);
    }
  }

  @FunctionalInterface
  private interface Execution<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /** Makes a value of all rows. */
  @FunctionalInterface
  interface WholeResult<T> {
    T read(ResultSet result) throws SQLException;
  }

  /** Makes a value of the current row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(Row row) throws SQLException;
  }
}
