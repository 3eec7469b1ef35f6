package dev.affix.internal.rows;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the databases differ: text that must, and how ids and times are bound. */
public enum Dialect {
  POSTGRESQL("clock_timestamp()", "clock_timestamp() + ? * interval '1 microsecond'"),
  MARIADB("utc_timestamp(6)", "utc_timestamp(6) + interval ? microsecond"),
  MYSQL("utc_timestamp(6)", "utc_timestamp(6) + interval ? microsecond"),
  H2("current_timestamp(6)", "dateadd(microsecond, ?, current_timestamp(6))");

  private final String now;
  private final String nowPlusMicros;

  Dialect(String now, String nowPlusMicros) {
    this.now = now;
    this.nowPlusMicros = nowPlusMicros;
  }

  /** The dialect of a database by the product name its driver tells. */
  public static Dialect of(String productName) {
    String name = productName.toLowerCase(Locale.ROOT);
    for (Dialect dialect : values()) {
      if (name.startsWith(dialect.name().toLowerCase(Locale.ROOT))) {
        return dialect;
      }
    }
    throw new IllegalArgumentException(
        "Affix has no tables for \"" + productName + "\"; it knows PostgreSQL, MariaDB, MySQL, H2");
  }

  /** The database's clock. */
  String now() {
    return now;
  }

  /** The database's clock plus one parameter of microseconds. */
  String nowPlusMicros() {
    return nowPlusMicros;
  }

  /**
   * What makes an insert leave an existing row of the same unique key alone without breaking the
   * transaction; empty where a duplicate is an error that does not break it anyway.
   */
  String onDuplicateDoNothing() {
    return this == POSTGRESQL ? " on conflict do nothing" : "";
  }

  /**
   * The same where the loser goes on to lock the row. A duplicate in InnoDB leaves a shared lock on
   * it, on which two losers would deadlock; nudging a time by a microsecond takes the exclusive
   * lock at once, and is told from an insert by its row count of 2.
   */
  String onDuplicateLock(String nudged) {
    return switch (this) {
      case MARIADB, MYSQL ->
          " on duplicate key update " + nudged + " = " + nudged + " + interval 1 microsecond";
      case POSTGRESQL, H2 -> onDuplicateDoNothing();
    };
  }

  /**
   * Keeps a row that a select inside an insert reads from being deleted. PostgreSQL's is the lock
   * of a foreign key, which an update of other columns does not wait for; InnoDB has none so weak,
   * and takes this one for its foreign keys, too. H2 has none inside an insert.
   */
  String keyShare() {
    return switch (this) {
      case POSTGRESQL -> " for key share";
      case MARIADB -> " lock in share mode";
      case MYSQL -> " for share";
      case H2 -> "";
    };
  }

  /** The same for one table of several in the statement, where the dialect can say which. */
  String keyShareOf(String alias) {
    return this == POSTGRESQL ? " for key share of " + alias : keyShare();
  }

  /** Whether the row that a foreign key names is gone. */
  static boolean isForeignKeyFault(SQLException e) {
    return "23503".equals(e.getSQLState())
        || "23506".equals(e.getSQLState())
        || e.getErrorCode() == 1452;
  }

  boolean isDuplicate(SQLException e) {
    return "23505".equals(e.getSQLState()) || e.getErrorCode() == 1062;
  }

  void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
    switch (value) {
      case null -> statement.setObject(index, null);
      case UUID id -> bind(statement, index, id);
      case Instant time -> bind(statement, index, time);
      case Enum<?> constant -> statement.setString(index, constant.name());
      default -> statement.setObject(index, value);
    }
  }

  private void bind(PreparedStatement statement, int index, UUID id) throws SQLException {
    switch (this) {
      case POSTGRESQL, H2 -> statement.setObject(index, id);
      case MARIADB -> statement.setString(index, id.toString());
      case MYSQL -> statement.setBytes(index, bytes(id));
    }
  }

  private void bind(PreparedStatement statement, int index, Instant time) throws SQLException {
    OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
    switch (this) {
      case POSTGRESQL, H2 -> statement.setObject(index, utc);
      case MARIADB, MYSQL -> statement.setObject(index, utc.toLocalDateTime());
    }
  }

  UUID uuid(ResultSet row, String column) throws SQLException {
    return switch (this) {
      case POSTGRESQL, H2 -> row.getObject(column, UUID.class);
      case MARIADB -> UUID.fromString(row.getString(column));
      case MYSQL -> {
        ByteBuffer bytes = ByteBuffer.wrap(row.getBytes(column));
        yield new UUID(bytes.getLong(), bytes.getLong());
      }
    };
  }

  @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    return switch (this) {
      case POSTGRESQL, H2 -> {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        yield time == null ? null : time.toInstant();
      }
      case MARIADB, MYSQL -> {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        yield time == null ? null : time.toInstant(ZoneOffset.UTC);
      }
    };
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
