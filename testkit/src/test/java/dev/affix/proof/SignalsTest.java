package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.internal.pacing.Ticker;
import dev.affix.internal.pacing.Vitals;
import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.OwnTransactions.ConnectionSource;
import dev.affix.pace.Health;
import dev.affix.pace.Health.Level;
import dev.affix.pace.Pace;
import dev.affix.testkit.StatementCounter;
import dev.affix.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Signals of health on real databases. */
@ParameterizedClass
@MethodSource("databases")
class SignalsTest {
  private final TestDatabase.Kind kind;
  private TestDatabase database;
  private StatementCounter counter;
  private Vitals vitals;

  SignalsTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    database = kind.open();
    counter = StatementCounter.over(database.dataSource(10));
    Dialect dialect =
        switch (kind) {
          case H2 -> Dialect.H2;
          case POSTGRES -> Dialect.POSTGRESQL;
          case MARIADB -> Dialect.MARIADB;
        };
    var source =
        new ConnectionSource() {
          @Override
          public Connection borrow() throws SQLException {
            return counter.dataSource().getConnection();
          }

          @Override
          public void giveBack(Connection connection) throws SQLException {
            connection.close();
          }
        };
    vitals =
        new Vitals(
            new OwnTransactions(source, dialect, Duration.ofSeconds(5)), dialect, Ticker.SYSTEM);
  }

  @AfterEach
  void close() {
    assertThat(counter.held()).as("connections held").isZero();
    database.close();
  }

  @Test
  void anIdleServerIsWell() throws Exception {
    Pace pace =
        Pace.adaptive().maxReplicaLag(Duration.ofSeconds(1)).query("select 1 + 1 as n", 2, 5);
    for (var signal : pace.signals()) {
      Health health = signal.read(vitals);
      assertThat(health.level()).as(signal.name() + ": " + health).isEqualTo(Level.OK);
      assertThat(counter.held()).isZero();
    }
  }

  @Test
  void statementsThatRunAreSeen() throws Exception {
    String sleep =
        switch (kind) {
          case POSTGRES -> "select pg_sleep(60)";
          case MARIADB -> "select sleep(60)";
          case H2 -> null;
        };
    if (sleep == null) {
      return; // H2 has no statement that takes its time; that the signal reads is shown above
    }
    var signal = Pace.unlimited().maxThreadsRunning(2).signals().get(0);
    List<Statement> running = new ArrayList<>();
    var ended = new CountDownLatch(6);
    try {
      for (int i = 0; i < 6; i++) {
        Statement statement = counter.dataSource().getConnection().createStatement();
        running.add(statement);
        Thread.ofVirtual()
            .start(() -> {
              try {
                statement.execute(sleep);
              } catch (SQLException e) {
                // cancelled; on MariaDB that is no failure of sleep()
              } finally {
                ended.countDown();
              }
            });
      }
      Unit.eventually(() -> level(signal) == Level.STOP);
      assertThat(signal.read(vitals).explanation()).startsWith("statements running: ");
    } finally {
      Unit.eventually(() -> cancelled(running, ended));
      for (Statement statement : running) {
        statement.getConnection().close();
      }
    }
    Unit.eventually(() -> level(signal) == Level.OK);
  }

  @Test
  void aQueryThatFailsDoesNotHoldAConnection() {
    var signal = Pace.unlimited().query("select n from no_such_table", 1, 2).signals().get(0);
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> signal.read(vitals)))
        .hasMessageContaining("no_such_table");
    assertThat(counter.held()).isZero();
  }

  @Test
  void commitTimeIsThatOfTheRunsOwnTransactions() {
    assertThat(vitals.commitTime()).isEmpty();
    vitals.transaction(sql -> true);
    assertThat(vitals.commitTime()).hasValueSatisfying(mean -> assertThat(mean).isPositive());
  }

  private Level level(dev.affix.pace.HealthSignal signal) {
    try {
      return signal.read(vitals).level();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean cancelled(List<Statement> running, CountDownLatch ended) {
    try {
      for (Statement statement : running) {
        statement.cancel();
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return ended.getCount() == 0;
  }
}
