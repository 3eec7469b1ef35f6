package dev.affix.pace;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How fast bulk work may go: a ceiling in files per second, and signals of health that keep it
 * below. When a signal says "slow down", the speed is halved, once a second; when all are well, it
 * grows by a hundredth of the ceiling, once a second. When one says "stop", nothing new begins
 * until it says otherwise; what has begun is finished. The worst signal decides.
 *
 * <p>A signal with one limit slows down above it and stops above twice of it. Immutable; setting a
 * signal of the same kind again replaces it.
 */
public final class Pace {
  private static final double ADAPTIVE_CEILING = 1_000;

  private final double ceiling;
  private final double start;
  private final int threads;
  private final Map<String, Supplier<HealthSignal>> signals;

  private Pace(
      double ceiling, double start, int threads, Map<String, Supplier<HealthSignal>> signals) {
    this.ceiling = ceiling;
    this.start = start;
    this.threads = threads;
    this.signals = signals;
  }

  /** As fast as it goes, watching nothing. */
  public static Pace unlimited() {
    return new Pace(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1, Map.of());
  }

  /** Files per second at most; 0.5 is one in two seconds. */
  public static Pace perSecond(double files) {
    return unlimited().ceiling(files);
  }

  /**
   * For a database that others need: begins at 100 files per second, grows to 1,000 in a minute and
   * a half, and watches what can be seen without privileges: {@code maxCommitTime} of 100 ms,
   * {@code maxThreadsRunning} of 25, {@code maxFlowControl} of 0, {@code maxStorageUnavailable} of
   * 0.05.
   */
  public static Pace adaptive() {
    return new Pace(ADAPTIVE_CEILING, ADAPTIVE_CEILING / 10, 1, Map.of())
        .maxCommitTime(Duration.ofMillis(100))
        .maxThreadsRunning(25)
        .maxFlowControl(0)
        .maxStorageUnavailable(0.05);
  }

  /** Files per second at most. An adaptive pace begins at a tenth of it. */
  public Pace ceiling(double perSecond) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("perSecond must be positive, but was " + perSecond);
    }
    boolean adaptive = start < ceiling;
    return new Pace(perSecond, adaptive ? perSecond / 10 : perSecond, threads, signals);
  }

  /** How many threads share the work, within the same ceiling; 1 by default. */
  public Pace threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but was " + count);
    }
    return new Pace(ceiling, start, count, signals);
  }

  /**
   * Own transactions: how long they take, waiting for the connection included. What hurts the
   * application's transactions hurts these, too.
   */
  public Pace maxCommitTime(Duration mean) {
    Duration limit = positive("mean", mean);
    return with("commit time", () -> new CommitTime(limit));
  }

  /**
   * Statements that the database server works on: active client backends of {@code
   * pg_stat_activity} on PostgreSQL (those of other users need {@code pg_monitor} to be seen),
   * {@code Threads_running} on MariaDB and MySQL.
   */
  public Pace maxThreadsRunning(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but was " + count);
    }
    return with("threads running", () -> new ThreadsRunning(count));
  }

  /**
   * How far replicas are behind. PostgreSQL's primary tells of all ({@code pg_stat_replication},
   * needs {@code pg_monitor}). On MariaDB and MySQL a server only tells of itself ({@code SHOW
   * REPLICA STATUS}); let a {@link #signal} of your own ask a replica elsewhere. Replication that
   * has stopped counts as "stop".
   */
  public Pace maxReplicaLag(Duration lag) {
    Duration limit = positive("lag", lag);
    return with("replica lag", () -> new ReplicaLag(limit));
  }

  /**
   * Galera: the share of the time since the last look in which the cluster held back writes,
   * because one node could not follow. Slows down above the share, stops above twice of it, but not
   * below 0.1. Always well where there is no Galera.
   */
  public Pace maxFlowControl(double share) {
    double limit = checkedShare(share);
    return with("flow control", () -> new FlowControl(limit));
  }

  /**
   * Storage calls of this work that found the service unavailable, or whose bytes broke off: their
   * share. What a service repeats by itself until it succeeds is not seen; an S3 service that tries
   * once lets all be seen.
   */
  public Pace maxStorageUnavailable(double share) {
    double limit = checkedShare(share);
    return with("storage unavailable", () -> new StorageUnavailable(limit));
  }

  /**
   * A number that a query gives, in the first column of its only row: slows down above the first
   * limit, stops above the second. The query must be cheap; it runs every second.
   */
  public Pace query(String sql, double slowDownAbove, double stopAbove) {
    if (stopAbove < slowDownAbove) {
      throw new IllegalArgumentException(
          "stopAbove (%s) must not be less than slowDownAbove (%s)"
              .formatted(stopAbove, slowDownAbove));
    }
    return with("query " + sql, () -> new QueryResult(sql, slowDownAbove, stopAbove));
  }

  /** Stops as long as the file exists, so that an operator can halt the work with {@code touch}. */
  public Pace flagFile(Path file) {
    return with("flag file " + file, () -> new FlagFile(file));
  }

  /** A signal of your own. */
  public Pace signal(HealthSignal signal) {
    return with(signal.name(), () -> signal);
  }

  /** The signals, those that remember anything made anew for each run. */
  public List<HealthSignal> signals() {
    return signals.values().stream().map(Supplier::get).toList();
  }

  /** Files per second at most; infinite if there is no ceiling. */
  public double ceiling() {
    return ceiling;
  }

  /** Files per second at the beginning. */
  public double start() {
    return start;
  }

  public int threads() {
    return threads;
  }

  @Override
  public String toString() {
    return "Pace[ceiling %s/s, %d threads, watches %s]"
        .formatted(ceiling, threads, signals.keySet());
  }

  private Pace with(String kind, Supplier<HealthSignal> signal) {
    Map<String, Supplier<HealthSignal>> more = new LinkedHashMap<>(signals);
    more.put(kind, signal);
    return new Pace(ceiling, start, threads, more);
  }

  private static Duration positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive, but was " + value);
    }
    return value;
  }

  private static double checkedShare(double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("share must be from 0 to 1, but was " + value);
    }
    return value;
  }
}
