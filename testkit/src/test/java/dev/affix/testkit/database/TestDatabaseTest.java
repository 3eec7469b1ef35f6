package dev.affix.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestDatabaseTest {

  @ParameterizedTest
  @EnumSource
  void keepsUuidsAndMicroseconds(TestDatabase.Kind kind) throws SQLException {
    try (TestDatabase database = kind.open();
        Connection connection = database.dataSource().getConnection()) {
      String timestamp =
          kind == TestDatabase.Kind.MARIADB ? "datetime(6)" : "timestamp(6) with time zone";
      try (var statement = connection.createStatement()) {
        statement.execute(
            "create table t (id uuid primary key, at " + timestamp + ", word varchar(20))");
      }
      UUID id = UUID.randomUUID();
      var at = OffsetDateTime.of(2026, 2, 3, 4, 5, 6, 123456000, ZoneOffset.UTC);
      try (var insert = connection.prepareStatement("insert into t values (?, ?, ?)")) {
        insert.setObject(1, id);
        insert.setObject(2, at);
        insert.setString(3, "naïve 😀");
        insert.executeUpdate();
      }
      try (var select = connection.prepareStatement("select * from t where id = ?")) {
        select.setObject(1, id);
        var row = select.executeQuery();
        assertThat(row.next()).isTrue();
        assertThat(row.getObject("id", UUID.class)).isEqualTo(id);
        assertThat(row.getObject("at", OffsetDateTime.class).truncatedTo(ChronoUnit.MICROS))
            .isEqualTo(at);
        assertThat(row.getString("word")).isEqualTo("naïve 😀");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesEachCallerADatabaseOfItsOwnAndDropsIt(TestDatabase.Kind kind) throws SQLException {
    TestDatabase one = kind.open();
    try (TestDatabase two = kind.open()) {
      assertThat(one.jdbcUrl()).isNotEqualTo(two.jdbcUrl());
      assertThat(one.name()).isEqualTo(kind.toString());
      Catalog.execute(one.jdbcUrl(), one.user(), one.password(), "create table t (a integer)");
      Catalog.execute(two.jdbcUrl(), two.user(), two.password(), "create table t (a integer)");
      one.close();
      one.close();
      assertThatThrownBy(
              () -> Catalog.execute(one.jdbcUrl(), one.user(), one.password(), "select * from t"))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void servesManyConnectionsAtOnce(TestDatabase.Kind kind) throws SQLException {
    List<Connection> open = new ArrayList<>();
    try (TestDatabase database = kind.open()) {
      for (int i = 0; i < 150; i++) {
        open.add(
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password()));
      }
      assertThat(open).allMatch(TestDatabaseTest::isUsable);
      for (Connection connection : open) {
        connection.close();
      }
    }
  }

  private static boolean isUsable(Connection connection) {
    try {
      return connection.isValid(5);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
