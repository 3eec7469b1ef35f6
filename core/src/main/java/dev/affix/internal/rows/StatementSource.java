package dev.affix.internal.rows;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Where statements are prepared: a connection of the user's session, or one of Affix's own. */
public interface StatementSource {

  PreparedStatement prepare(String sql) throws SQLException;

  /** Closes the statement. */
  void release(PreparedStatement statement) throws SQLException;

  /** The exception that callers of this connection expect for a failed statement. */
  RuntimeException translate(SQLException failure, String sql);
}
