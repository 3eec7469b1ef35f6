package dev.affix.testkit;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * Counts what goes through a {@link DataSource}: statements, connections opened, connections held.
 * Give {@link #dataSource()} to the code under test. Safe for use by many threads.
 */
public final class StatementCounter {
  private record Executed(Thread thread, String sql) {}

  private final DataSource dataSource;
  private final List<Executed> executed = new ArrayList<>();
  // By identity: pools give equal connections again.
  private final IdentityHashMap<Connection, Thread> held = new IdentityHashMap<>();
  private int opened;

  private StatementCounter(DataSource dataSource) {
    this.dataSource = CountingProxies.dataSource(dataSource, this);
  }

  /** Counts what goes through {@code dataSource}, which stays the caller's to close. */
  public static StatementCounter over(DataSource dataSource) {
    return new StatementCounter(dataSource);
  }

  /** The data source to use; its connections are the original's. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** Runs {@code work} and gives what ran meanwhile through this counter, on whatever thread. */
  public <E extends Exception> Statements count(Work<E> work) throws E {
    int from = position();
    work.run();
    return since(from, null);
  }

  /** Runs {@code work} and gives what this thread ran meanwhile through this counter. */
  public <E extends Exception> Statements countOnThisThread(Work<E> work) throws E {
    int from = position();
    work.run();
    return since(from, Thread.currentThread());
  }

  /**
   * Runs {@code work}, which must cost exactly {@code expected} statements.
   *
   * @throws AssertionError that lists the statements, otherwise
   */
  public <E extends Exception> Statements assertStatements(int expected, Work<E> work) throws E {
    Statements statements = count(work);
    if (statements.count() != expected) {
      throw new AssertionFailedError(
          "expected " + expected + " statements, but there were " + statements,
          expected,
          statements.count());
    }
    return statements;
  }

  /**
   * Runs {@code work}, which may cost {@code most} statements.
   *
   * @throws AssertionError that lists the statements, otherwise
   */
  public <E extends Exception> Statements assertAtMost(int most, Work<E> work) throws E {
    Statements statements = count(work);
    if (statements.count() > most) {
      throw new AssertionFailedError(
          "expected at most " + most + " statements, but there were " + statements);
    }
    return statements;
  }

  /** Everything since the beginning. */
  public Statements statements() {
    return since(0, null);
  }

  /** Connections opened since the beginning. */
  public synchronized int opened() {
    return opened;
  }

  /** Connections open now. */
  public synchronized int held() {
    return held.size();
  }

  /** Connections open now that this thread opened. */
  public synchronized int heldByThisThread() {
    Thread current = Thread.currentThread();
    return (int) held.values().stream().filter(thread -> thread == current).count();
  }

  synchronized void executed(String sql) {
    executed.add(new Executed(Thread.currentThread(), sql));
  }

  synchronized void opened(Connection connection) {
    opened++;
    held.put(connection, Thread.currentThread());
  }

  synchronized void closed(Connection connection) {
    held.remove(connection);
  }

  private synchronized int position() {
    return executed.size();
  }

  private synchronized Statements since(int position, @Nullable Thread only) {
    return new Statements(
        executed.subList(position, executed.size()).stream()
            .filter(one -> only == null || one.thread == only)
            .map(Executed::sql)
            .toList());
  }
}
