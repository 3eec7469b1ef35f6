package dev.affix.internal.rows;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query that is not Affix's own, as signals of health ask it; its rows as text. */
public final class FreeQuery {
  private FreeQuery() {}

  /** The rows by lower-case column label; the database ends the query after {@code limit}. */
  public static List<Map<String, @Nullable String>> run(Sql sql, String query, Duration limit) {
    return sql.queryWithin(
        limit,
        query,
        result -> {
          List<Map<String, @Nullable String>> rows = new ArrayList<>();
          while (result.next()) {
            rows.add(row(result));
          }
          return rows;
        });
  }

  private static Map<String, @Nullable String> row(ResultSet result) throws SQLException {
    ResultSetMetaData columns = result.getMetaData();
    Map<String, @Nullable String> row = new LinkedHashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), result.getString(i));
    }
    return row;
  }
}
