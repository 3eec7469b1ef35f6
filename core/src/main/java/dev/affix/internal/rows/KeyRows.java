package dev.affix.internal.rows;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every key that a row of any table names, for audits. */
public final class KeyRows {

  /**
   * A key and what its row says.
   *
   * @param stored whether an object must be there
   * @param byteSize its length, if the row tells
   */
  public record NamedKey(String key, boolean stored, @Nullable Long byteSize) {}

  private static String union(String condition) {
    return "select storage_key,"
        + " case when state = 'STAGED' and byte_size is null then 0 else 1 end as stored, byte_size"
        + " from affix_blobs where service = ? and storage_key "
        + condition
        + " union all"
        + " select storage_key, case when state = 'READY' then 1 else 0 end as stored, byte_size"
        + " from affix_variants where service = ? and storage_key "
        + condition
        + " union all"
        + " select storage_key, 0 as stored, null as byte_size"
        + " from affix_deletions where service = ? and storage_key "
        + condition;
  }

  /** The next keys after {@code after}, in byte order. */
  public List<NamedKey> after(Sql sql, String service, String after, int limit) {
    return sql.query(
        "select storage_key, stored, byte_size from ("
            + union("> ?")
            + ") named order by storage_key limit ?",
        KeyRows::read,
        service,
        after,
        service,
        after,
        service,
        after,
        limit);
  }

  /** What rows say of one key now. */
  public Optional<NamedKey> find(Sql sql, String service, String key) {
    return sql.queryOne(union("= ?"), KeyRows::read, service, key, service, key, service, key);
  }

  private static NamedKey read(Row row) throws SQLException {
    return new NamedKey(
        row.text("storage_key"), row.number("stored") == 1, row.numberOrNull("byte_size"));
  }
}
