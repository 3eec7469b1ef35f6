package dev.affix.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.database.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementCounterTest {
  private final TestDatabase database = TestDatabase.h2();
  private final StatementCounter counter = StatementCounter.over(database.dataSource());

  @BeforeEach
  void createTable() throws SQLException {
    run("create table t (a integer)");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void countsEachExecutionAndKeepsItsText() throws SQLException {
    Statements statements =
        counter.count(() -> {
          run("insert into t values (1)");
          run("select a from t");
          run("select a from t");
        });
    assertThat(statements.sql())
        .containsExactly("insert into t values (1)", "select a from t", "select a from t");
    assertThat(statements.startingWith("SELECT").count()).isEqualTo(2);
    assertThat(counter.statements().count()).isEqualTo(4);
  }

  @Test
  void countsAPreparedStatementWhenItRuns() throws SQLException {
    try (Connection connection = counter.dataSource().getConnection();
        var insert = connection.prepareStatement("insert into t values (?)")) {
      assertThat(counter.statements().count()).isEqualTo(1);
      insert.setInt(1, 1);
      insert.executeUpdate();
      insert.executeUpdate();
    }
    assertThat(counter.statements().startingWith("insert into t values (?)").count()).isEqualTo(2);
  }

  @Test
  void countsABatchOnce() throws SQLException {
    counter.assertStatements(
        1,
        () -> {
          try (Connection connection = counter.dataSource().getConnection();
              var insert = connection.prepareStatement("insert into t values (?)")) {
            for (int i = 0; i < 10; i++) {
              insert.setInt(1, i);
              insert.addBatch();
            }
            insert.executeBatch();
          }
        });
    Statements plain =
        counter.assertStatements(
            1,
            () -> {
              try (Connection connection = counter.dataSource().getConnection();
                  var statement = connection.createStatement()) {
                statement.addBatch("delete from t where a = 1");
                statement.addBatch("delete from t where a = 2");
                statement.executeBatch();
              }
            });
    assertThat(plain.sql()).containsExactly("delete from t where a = 1; delete from t where a = 2");
  }

  @Test
  void failureListsTheStatements() {
    assertThatThrownBy(() -> counter.assertStatements(2, () -> run("select 42")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected 2 statements, but there were 1 statements")
        .hasMessageContaining("1. select 42");
    assertThatThrownBy(() -> counter.assertAtMost(0, () -> run("select 42")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1. select 42");
    assertThatThrownBy(() -> counter.assertAtMost(1, () -> run("nonsense")))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void knowsWhoHoldsConnections() throws Exception {
    int before = counter.opened();
    try (Connection connection = counter.dataSource().getConnection();
        var threads = Executors.newSingleThreadExecutor()) {
      assertThat(connection.createStatement().getConnection()).isEqualTo(connection);
      assertThat(counter.held()).isEqualTo(1);
      assertThat(counter.heldByThisThread()).isEqualTo(1);
      assertThat(threads.submit(counter::heldByThisThread).get()).isZero();
      assertThat(
              counter.countOnThisThread(() -> threads.submit(() -> run("select 1")).get()).count())
          .isZero();
      assertThat(counter.count(() -> threads.submit(() -> run("select 1")).get()).count())
          .isEqualTo(1);
    }
    assertThat(counter.held()).isZero();
    assertThat(counter.opened()).isEqualTo(before + 3);
  }

  @Test
  void guardFailsStorageWorkOnAThreadThatHoldsAConnection() throws Exception {
    var guard = ConnectionGuard.around(new MemoryService(), counter);
    StorageKey key = StorageKey.random();
    put(guard, key);
    assertThat(guard.violations()).isEmpty();
    var reader = guard.open(key);
    try (Connection connection = counter.dataSource().getConnection();
        var threads = Executors.newSingleThreadExecutor()) {
      assertThat(connection.isClosed()).isFalse();
      assertThatThrownBy(() -> put(guard, StorageKey.random()))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("put of");
      assertThatThrownBy(() -> guard.open(key)).isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> reader.body().read()).isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> guard.head(key)).isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> guard.delete(key)).isInstanceOf(AssertionError.class);
      assertThatThrownBy(guard::list).isInstanceOf(AssertionError.class);
      assertThat(guard.violations()).hasSize(6);
      assertThat(threads.submit(() -> guard.head(key)).get()).isPresent();
    }
    assertThat(reader.body().readAllBytes()).hasSize(10);
    assertThat(guard.violations()).hasSize(6);
  }

  private static void put(ConnectionGuard guard, StorageKey key) throws IOException {
    guard.put(PutRequest.of(key, "text/plain"), Content.of(10).open());
  }

  private boolean run(String sql) throws SQLException {
    try (Connection connection = counter.dataSource().getConnection();
        var statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }
}
