package dev.affix.internal.rows;

import dev.affix.AffixException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schema scripts, {@code dev/affix/schema/<database>.sql} on the class path. */
public final class Schema {
  private static final List<String> TABLES =
      List.of("affix_blobs", "affix_attachments", "affix_variants", "affix_deletions");
  private static final Pattern TARGET =
      Pattern.compile("create table (\\w+)|create index \\w+ on (\\w+)");

  private final Dialect dialect;

  public Schema(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Where the script for this database stands on the class path. */
  public String path() {
    return "/dev/affix/schema/" + dialect.name().toLowerCase(Locale.ROOT) + ".sql";
  }

  /** The tables that are not there. */
  public List<String> missing(Connection connection) {
    List<String> missing = new ArrayList<>();
    for (String table : TABLES) {
      try (Statement statement = connection.createStatement()) {
        statement.executeQuery("select 1 from " + table + " where 1 = 0").close();
      } catch (SQLException e) {
        missing.add(table);
        rollBack(connection);
      }
    }
    return missing;
  }

  /** Runs those statements of the script that make these tables and their indexes. */
  public void create(Connection connection, List<String> tables) {
    for (String sql : statements()) {
      Matcher matcher = TARGET.matcher(sql);
      if (matcher.lookingAt()
          && (tables.contains(matcher.group(1)) || tables.contains(matcher.group(2)))) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(sql);
        } catch (SQLException e) {
          throw new AffixException("Creating the tables failed at: " + sql, e);
        }
      }
    }
  }

  private List<String> statements() {
    try (InputStream in = Schema.class.getResourceAsStream(path())) {
      if (in == null) {
        throw new AffixException("The script " + path() + " is not on the class path");
      }
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(script.replaceAll("(?m)--.*$", "").split(";", -1))
          .map(String::strip)
          .filter(sql -> !sql.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The script " + path() + " cannot be read", e);
    }
  }

  /** After a failed statement PostgreSQL refuses all others of the transaction. */
  private static void rollBack(Connection connection) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new AffixException("The database cannot be asked for its tables", e);
    }
  }
}
