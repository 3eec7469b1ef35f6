package dev.affix.internal.rows;

import dev.affix.AffixException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Short transactions of Affix's own, beside whatever the caller has open. Waiting for a connection
 * is bounded, since the caller's transaction may hold the one that everybody waits for.
 */
public final class OwnTransactions {
  private static final int ATTEMPTS = 4;

  private final ConnectionSource source;
  private final Dialect dialect;
  private final Duration patience;

  public OwnTransactions(ConnectionSource source, Dialect dialect, Duration patience) {
    this.source = source;
    this.dialect = dialect;
    this.patience = patience;
  }

  /** Where connections come from; whoever borrows one gives it back to the same place. */
  public interface ConnectionSource {
    Connection borrow() throws SQLException;

    void giveBack(Connection connection) throws SQLException;
  }

  /**
   * Runs the work in a transaction of its own: committed when it returns, rolled back otherwise.
   * Work that the database sacrificed to a deadlock or a conflict is run again.
   */
  public <T> T call(Function<Sql, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (AffixException e) {
        if (attempt == ATTEMPTS || !wasSacrificed(e)) {
          throw e;
        }
      }
    }
  }

  /** Class 40 of SQLSTATE: transaction rollback; 1020 is MariaDB's under snapshot isolation. */
  private static boolean wasSacrificed(AffixException failure) {
    return failure.getCause() instanceof SQLException cause
        && (cause.getErrorCode() == 1020
            || (cause.getSQLState() != null && cause.getSQLState().startsWith("40")));
  }

  /** Whether the work failed since a row that it refers to was deleted meanwhile. */
  public static boolean lostItsParent(AffixException failure) {
    return failure.getCause() instanceof SQLException cause && Dialect.isForeignKeyFault(cause);
  }

  private <T> T once(Function<Sql, T> work) {
    Connection connection = borrow();
    try {
      boolean autoCommit = connection.getAutoCommit();
      if (autoCommit) {
        connection.setAutoCommit(false);
      }
      boolean done = false;
      try {
        T result = work.apply(new Sql(new Statements(connection), dialect));
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
        if (autoCommit) {
          connection.setAutoCommit(true);
        }
      }
    } catch (SQLException e) {
      throw new AffixException("A transaction of Affix's own failed: " + e.getMessage(), e);
    } finally {
      giveBack(connection);
    }
  }

  /** As {@link #call} for work without a result. */
  public void run(java.util.function.Consumer<Sql> work) {
    call(sql -> {
      work.accept(sql);
      return true;
    });
  }

  private Connection borrow() {
    var borrowed = new CompletableFuture<Connection>();
    Thread.ofVirtual().name("affix-connection").start(() -> borrowInto(borrowed));
    try {
      return borrowed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      borrowed.completeExceptionally(e); // if it comes after all, borrowInto gives it back
      throw new AffixException(
          "No database connection for Affix within "
              + patience
              + ". If the caller's transaction holds one, it may hold the last: call"
              + " affix.stage(upload) before the transaction and attach the staged blob, or give"
              + " Affix.builder().stagingDataSource(..) a pool of its own.",
          e);
    } catch (ExecutionException e) {
      throw new AffixException("No database connection for Affix: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      borrowed.completeExceptionally(e);
      Thread.currentThread().interrupt();
      throw new AffixException("Interrupted while waiting for a database connection", e);
    }
  }

  private void borrowInto(CompletableFuture<Connection> borrowed) {
    try {
      Connection connection = source.borrow();
      if (!borrowed.complete(connection)) {
        source.giveBack(connection);
      }
    } catch (SQLException | RuntimeException e) {
      borrowed.completeExceptionally(e);
    }
  }

  private void giveBack(Connection connection) {
    try {
      source.giveBack(connection);
    } catch (SQLException e) {
      throw new AffixException("A database connection could not be given back", e);
    }
  }

  private record Statements(Connection connection) implements StatementSource {
    @Override
    public PreparedStatement prepare(String sql) throws SQLException {
      return connection.prepareStatement(sql);
    }

    @Override
    public void release(PreparedStatement statement) throws SQLException {
      statement.close();
    }

    @Override
    public RuntimeException translate(SQLException failure, String sql) {
      return new AffixException(
          "Statement failed: " + failure.getMessage() + " [" + sql + "]", failure);
    }
  }
}
