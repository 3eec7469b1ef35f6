package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.OwnTransactions.ConnectionSource;
import dev.affix.internal.rows.OwnerNames;
import dev.affix.internal.rows.Schema;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.model.StoredFile;
import dev.affix.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions of Affix's own, over pools that commit each statement and pools that do not. */
@ParameterizedClass
@MethodSource("databases")
class OwnTransactionsTest {
  private final TestDatabase.Kind kind;
  private final Tables tables = Tables.with(List.of(), Map.of(), OwnerNames.NONE);
  private TestDatabase database;
  private Dialect dialect;

  OwnTransactionsTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() throws SQLException {
    database = kind.open();
    try (Connection connection = database.dataSource().getConnection()) {
      dialect = Dialect.of(connection.getMetaData().getDatabaseProductName());
      Schema schema = new Schema(dialect);
      schema.create(connection, schema.missing(connection));
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSingleStatementIsCommitted(boolean autoCommit) {
    OwnTransactions transactions = over(autoCommit);
    transactions.single(sql -> note(sql, "a"));
    assertThat(notes()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void workOfSeveralStatementsIsWholeOrNotThere(boolean autoCommit) {
    OwnTransactions transactions = over(autoCommit);
    assertThatThrownBy(() ->
            transactions.run(sql -> {
              note(sql, "a");
              throw new IllegalStateException("half-way");
            }))
        .hasMessage("half-way");
    assertThat(notes()).isZero();
    transactions.run(sql -> {
      note(sql, "a");
      note(sql, "b");
    });
    assertThat(notes()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSecondStatementNeedsATransaction(boolean autoCommit) {
    OwnTransactions transactions = over(autoCommit);
    assertThatThrownBy(() ->
            transactions.single(sql -> {
              note(sql, "a");
              return note(sql, "b");
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("use call(..), not single(..)");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void connectionsGoBackAsTheyCame(boolean autoCommit) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(autoCommit);
      OwnTransactions transactions = transactions(new Lending(connection));
      transactions.run(sql -> note(sql, "a"));
      transactions.single(sql -> note(sql, "b"));
      assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
    }
    assertThat(notes()).isEqualTo(2);
  }

  private OwnTransactions over(boolean autoCommit) {
    return transactions(
        new ConnectionSource() {
          @Override
          public Connection borrow() throws SQLException {
            Connection connection = database.dataSource().getConnection();
            connection.setAutoCommit(autoCommit);
            return connection;
          }

          @Override
          public void giveBack(Connection connection) throws SQLException {
            connection.close();
          }
        });
  }

  private OwnTransactions transactions(ConnectionSource source) {
    return new OwnTransactions(source, dialect, Duration.ofSeconds(5));
  }

  private boolean note(Sql sql, String name) {
    tables.deletions().insert(sql, file(name), Reason.PURGED, Duration.ZERO);
    return true;
  }

  private static StoredFile file(String name) {
    String key = name + UUID.randomUUID();
    return new StoredFile("memory", key, true, null, null, null, null, null, null);
  }

  private long notes() {
    return over(true).call(tables.deletions()::countDue);
  }

  /** Lends the same connection each time and keeps it. */
  private record Lending(Connection connection) implements ConnectionSource {
    @Override
    public Connection borrow() {
      return connection;
    }

    @Override
    public void giveBack(Connection connection) {
      // Whoever made it closes it.
    }
  }
}
