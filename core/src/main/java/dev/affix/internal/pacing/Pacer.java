package dev.affix.internal.pacing;

import dev.affix.pace.Health;
import dev.affix.pace.Health.Level;
import dev.affix.pace.HealthSignal;
import dev.affix.pace.Pace;
import dev.affix.pace.Probe;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one run keep its pace: threads ask before each piece of work. The speed grows by a sum and
 * shrinks by a factor, so that several runs share what there is. Signals are read by whoever asks
 * when a second is over; the others wait for what they say. Safe for use by many threads.
 */
public final class Pacer {
  private static final Logger LOG = LoggerFactory.getLogger(Pacer.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Nothing waits longer than ten seconds because it is slow, unless the ceiling says so. */
  private static final double SLOWEST = 0.1;

  /** Steps from standstill to the ceiling. */
  private static final double STEPS = 100;

  private static final double STEP_WITHOUT_CEILING = 10;
  private static final double NANOS = 1e9;

  private final List<HealthSignal> signals;
  private final double ceiling;
  private final double slowest;
  private final Probe probe;
  private final Ticker ticker;
  private double rate;
  private Health health = Health.ok("nothing seen yet");
  private boolean looked;
  private long lookedAt;
  private long passed;
  private long freeAt;

  public Pacer(Pace pace, Probe probe, Ticker ticker) {
    this.signals = pace.signals();
    this.ceiling = pace.ceiling();
    this.slowest = Math.min(SLOWEST, ceiling);
    this.rate = pace.start();
    this.probe = probe;
    this.ticker = ticker;
    this.freeAt = ticker.nanos();
  }

  /** Of so many pieces, how many to take at once: not more than a second's worth. */
  public synchronized int atOnce(int most) {
    return (int) Math.max(1, Math.min(most, rate));
  }

  /**
   * Waits until this many more pieces may begin.
   *
   * @param ended asked again and again while waiting
   * @return false if nothing may begin any more: it has ended, or the thread was interrupted and
   *     still is
   */
  public boolean pass(int pieces, BooleanSupplier ended) {
    try {
      long until = Long.MIN_VALUE;
      while (!Thread.currentThread().isInterrupted() && !ended.getAsBoolean()) {
        if (look().level() == Level.STOP) {
          ticker.sleep(LOOK);
          continue;
        }
        until = until == Long.MIN_VALUE ? reserve(pieces) : until;
        long left = until - ticker.nanos();
        if (left <= 0) {
          return true;
        }
        ticker.sleep(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** What the worst signal said when it was last read. */
  public synchronized Health health() {
    return health;
  }

  /** When these pieces may begin; the next ones begin after their time. */
  private synchronized long reserve(int pieces) {
    long begin = Math.max(ticker.nanos(), freeAt);
    freeAt = begin + (long) (Math.min(pieces / rate, 1 / slowest) * NANOS);
    passed += pieces;
    return begin;
  }

  private synchronized Health look() {
    if (signals.isEmpty()) {
      return health;
    }
    long now = ticker.nanos();
    if (looked && now - lookedAt < LOOK.toNanos()) {
      return health;
    }
    Health worst = Health.ok("all is well");
    for (HealthSignal signal : signals) {
      Health read = read(signal);
      worst = read.isWorseThan(worst) ? read : worst;
    }
    tell(worst);
    adjust(worst.level(), now);
    health = worst;
    looked = true;
    lookedAt = ticker.nanos();
    passed = 0;
    return health;
  }

  private Health read(HealthSignal signal) {
    try {
      Health read = signal.read(probe);
      return new Health(read.level(), signal.name() + ": " + read.explanation());
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return Health.slowDown(signal.name() + " cannot be read: " + e.getMessage());
    }
  }

  private void adjust(Level level, long now) {
    switch (level) {
      case OK -> {
        double step = Double.isInfinite(ceiling) ? STEP_WITHOUT_CEILING : ceiling / STEPS;
        rate = looked ? Math.min(ceiling, rate + step) : rate;
      }
      case SLOW_DOWN -> rate = Math.max(slowest, Math.min(rate, measured(now)) / 2);
      case STOP -> rate = slowest;
    }
  }

  /** What went through since the last look; a limit that was never reached slows nothing down. */
  private double measured(long now) {
    if (!looked || passed == 0) {
      return Double.isInfinite(rate) ? STEP_WITHOUT_CEILING : rate;
    }
    return passed * NANOS / Math.max(1, now - lookedAt);
  }

  private void tell(Health now) {
    if (now.level() != health.level()) {
      LOG.info("{}: {}", now.level(), now.explanation());
    }
  }
}
