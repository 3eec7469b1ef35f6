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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

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
    return repeated(() -> once(work));
  }

  /**
   * As {@link #call} for work of one statement, which the connection commits by itself where it is
   * set to: one message to the database less. A second statement is refused.
   */
  public <T> T single(Function<Sql, T> statement) {
    return repeated(() -> onceSingle(statement));
  }

  private static <T> T repeated(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
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
    return lent(connection -> {
      boolean autoCommit = connection.getAutoCommit();
      if (autoCommit) {
        connection.setAutoCommit(false);
      }
      try {
        return committed(connection, work, Integer.MAX_VALUE);
      } finally {
        if (autoCommit) {
          connection.setAutoCommit(true);
        }
      }
    });
  }

  private <T> T onceSingle(Function<Sql, T> statement) {
    return lent(connection ->
        connection.getAutoCommit()
            ? statement.apply(sql(connection, 1))
            : committed(connection, statement, 1));
  }

  private <T> T committed(Connection connection, Function<Sql, T> work, int most)
      throws SQLException {
    boolean done = false;
    try {
      T result = work.apply(sql(connection, most));
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        connection.rollback();
      }
    }
  }

  private Sql sql(Connection connection, int most) {
    return new Sql(new Statements(connection, most), dialect);
  }

  private <T> T lent(Lent<T> work) {
    Connection connection = borrow();
    try {
      return work.with(connection);
    } catch (SQLException e) {
      throw new AffixException("A transaction of Affix's own failed: " + e.getMessage(), e);
    } finally {
      giveBack(connection);
    }
  }

  /** As {@link #call} for work without a result. */
  public void run(Consumer<Sql> work) {
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

  private interface Lent<T> {
    T with(Connection connection) throws SQLException;
  }

  private static final class Statements implements StatementSource {
    private final Connection connection;
    private int left;

    Statements(Connection connection, int most) {
      this.connection = connection;
      this.left = most;
    }

    @Override
    public PreparedStatement prepare(String sql) throws SQLException {
      if (left-- == 0) {
        throw new IllegalStateException(
            "A second statement needs a transaction; use call(..), not single(..): " + sql);
      }
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
