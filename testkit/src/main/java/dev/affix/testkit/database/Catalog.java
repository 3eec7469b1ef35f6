package dev.affix.testkit.database;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/** One database on a server: where it is, and how it goes. */
record Catalog(
    String jdbcUrl, String user, String password, String serverUrl, String dropStatement) {

  static Catalog h2() {
    String url = "jdbc:h2:mem:" + newName() + ";DB_CLOSE_DELAY=-1";
    // Opening once more makes the second drop of a closed database harmless.
    return new Catalog(url, "sa", "", url, "shutdown");
  }

  static String newName() {
    return "affix_" + UUID.randomUUID().toString().replace("-", "");
  }

  void drop() {
    execute(serverUrl, user, password, dropStatement);
  }

  static void execute(String url, String user, String password, String sql) {
    try (var connection = DriverManager.getConnection(url, user, password);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("The test database at " + url + " refused: " + sql, e);
    }
  }
}
