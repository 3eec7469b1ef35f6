package dev.affix.internal.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Statements that give the rows of a service its new name. */
public final class ServiceNameRows {

  /**
   * Renames files that are stored, at most {@code limit} of each table; gives how many. What is
   * staged or being made keeps the name that whoever does it knows, and is renamed later.
   */
  public int rename(Sql sql, String from, String to, int limit) {
    return rename(sql, "affix_blobs", "state in ('STORED', 'RETAINED')", from, to, limit)
        + rename(sql, "affix_variants", "state = 'READY'", from, to, limit);
  }

  private static int rename(
      Sql sql, String table, String condition, String from, String to, int limit) {
    List<UUID> ids =
        sql.query(
            "select id from %s where service = ? and %s order by storage_key limit ?"
                .formatted(table, condition),
            row -> row.uuid("id"),
            from,
            limit);
    if (ids.isEmpty()) {
      return 0;
    }
    List<Object> arguments = new ArrayList<>(List.of(to, from));
    arguments.addAll(ids);
    return sql.update(
        "update %s set service = ? where service = ? and %s and id in (%s?)"
            .formatted(table, condition, "?, ".repeat(ids.size() - 1)),
        arguments.toArray());
  }

  /** Whether any row has the name, notes included. */
  public boolean any(Sql sql, String service) {
    return Stream.of("affix_blobs", "affix_variants", "affix_deletions")
        .anyMatch(table ->
            !sql.query(
                    "select 1 from " + table + " where service = ? limit 1", row -> true, service)
                .isEmpty());
  }
}
