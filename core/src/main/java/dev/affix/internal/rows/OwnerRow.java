package dev.affix.internal.rows;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The row of an owner that is in the database, so that nothing is attached to one that is being
 * removed: there is no foreign key that would see to it.
 *
 * @param table qualified and quoted as the database wants it
 * @param columns of its id, likewise
 * @param id as the database has it, a value for each column
 */
public record OwnerRow(String table, List<String> columns, List<Object> id) {

  /** Reads the row and keeps it from going until the transaction ends; a parameter each column. */
  String locked(Dialect dialect) {
    String condition =
        columns.stream().map(column -> "o." + column + " = ?").collect(Collectors.joining(" and "));
    return " from " + table + " o where " + condition + dialect.keyShare();
  }
}
