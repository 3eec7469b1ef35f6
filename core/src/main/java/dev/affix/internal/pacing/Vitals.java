package dev.affix.internal.pacing;

import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.FreeQuery;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Sql;
import dev.affix.pace.Probe;
import dev.affix.storage.StorageUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What bulk work knows of itself, for signals: it runs its transactions and storage calls through
 * here. Values grow old, so that work that was stopped by them can go on. Safe for use by many
 * threads.
 */
public final class Vitals implements Probe {
  private static final Duration QUERY_LIMIT = Duration.ofSeconds(5);

  private final OwnTransactions transactions;
  private final Dialect dialect;
  private final Ticker ticker;
  private final Recent commits;
  private final Recent failures;

  public Vitals(OwnTransactions transactions, Dialect dialect, Ticker ticker) {
    this.transactions = transactions;
    this.dialect = dialect;
    this.ticker = ticker;
    this.commits = new Recent(20, 1, Duration.ofSeconds(10), ticker);
    this.failures = new Recent(100, 10, Duration.ofSeconds(30), ticker);
  }

  /** A transaction of Affix's own; a failed one counts, too. */
  public <T> T transaction(Function<Sql, T> work) {
    long begin = ticker.nanos();
    try {
      return transactions.call(work);
    } finally {
      commits.add((double) (ticker.nanos() - begin));
    }
  }

  /** A call to a storage service; bytes that it sends and that end too early are a failure, too. */
  public <T, E extends Exception> T storage(StorageCall<T, E> call) throws E {
    try {
      T result = call.run();
      failures.add(0);
      return result;
    } catch (Exception e) {
      failures.add(e instanceof StorageUnavailableException || e instanceof IOException ? 1 : 0);
      throw e;
    }
  }

  @Override
  public String database() {
    return dialect.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Map<String, @Nullable String>> query(String sql) {
    return transactions.call(own -> FreeQuery.run(own, sql, QUERY_LIMIT));
  }

  @Override
  public Optional<Duration> commitTime() {
    OptionalDouble mean = commits.mean();
    return mean.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) mean.getAsDouble()));
  }

  @Override
  public OptionalDouble storageUnavailable() {
    return failures.mean();
  }

  /**
   * What is called.
   *
   * @param <E> what it may throw; inferred as unchecked for a lambda that throws nothing
   */
  @FunctionalInterface
  public interface StorageCall<T, E extends Exception> {
    T run() throws E;
  }
}
