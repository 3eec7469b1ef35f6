package dev.affix.internal.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current row of a result, read by column name in the dialect's types. */
record Row(ResultSet result, Dialect dialect) {

  UUID uuid(String column) throws SQLException {
    return dialect.uuid(result, column);
  }

  String text(String column) throws SQLException {
    return Objects.requireNonNull(result.getString(column), column);
  }

  @Nullable String textOrNull(String column) throws SQLException {
    return result.getString(column);
  }

  long number(String column) throws SQLException {
    return result.getLong(column);
  }

  @Nullable Long numberOrNull(String column) throws SQLException {
    long value = result.getLong(column);
    return result.wasNull() ? null : value;
  }

  @Nullable Integer smallNumberOrNull(String column) throws SQLException {
    int value = result.getInt(column);
    return result.wasNull() ? null : value;
  }

  boolean flag(String column) throws SQLException {
    return result.getBoolean(column);
  }

  @Nullable Boolean flagOrNull(String column) throws SQLException {
    boolean value = result.getBoolean(column);
    return result.wasNull() ? null : value;
  }

  Instant instant(String column) throws SQLException {
    return Objects.requireNonNull(dialect.instant(result, column), column);
  }

  @Nullable Instant instantOrNull(String column) throws SQLException {
    return dialect.instant(result, column);
  }
}
