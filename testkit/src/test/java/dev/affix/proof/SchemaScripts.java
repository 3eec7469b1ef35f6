package dev.affix.proof;

import dev.affix.Affix;
import dev.affix.testkit.database.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs the shipped script as a migration tool does: statement by statement. */
final class SchemaScripts {
  private SchemaScripts() {}

  static void run(TestDatabase database) {
    String path =
        switch (database.kind()) {
          case H2 -> "schema/h2.sql";
          case POSTGRES -> "schema/postgresql.sql";
          case MARIADB -> "schema/mariadb.sql";
        };
    try (InputStream in = Affix.class.getResourceAsStream(path);
        Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String sql : script.replaceAll("(?m)--.*$", "").split(";", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("The script " + path + " failed on " + database, e);
    }
  }
}
