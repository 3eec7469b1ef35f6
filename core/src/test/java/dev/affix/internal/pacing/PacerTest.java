package dev.affix.internal.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.affix.AffixException;
import dev.affix.pace.Health;
import dev.affix.pace.HealthSignal;
import dev.affix.pace.Pace;
import dev.affix.pace.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A pacer by a clock that only sleeping moves. */
class PacerTest {
  private static boolean never() {
    return false;
  }

  private final Clock clock = new Clock();
  private final Mood mood = new Mood();

  @Test
  void withoutALimitNothingWaits() {
    Pacer pacer = pacer(Pace.unlimited());
    assertThat(passesIn(pacer, 10_000, Duration.ZERO)).isEqualTo(10_000);
    assertThat(clock.slept).isZero();
  }

  @Test
  void aCeilingIsKeptToTheFile() {
    Pacer pacer = pacer(Pace.perSecond(50));
    assertThat(passesIn(pacer, 1_000, Duration.ofSeconds(10))).isBetween(500, 501);
  }

  @Test
  void aSlowCeilingIsKeptToo() {
    Pacer pacer = pacer(Pace.perSecond(0.05));
    assertThat(passesIn(pacer, 100, Duration.ofMinutes(2))).isBetween(6, 7);
  }

  @Test
  void batchesAreNoLargerThanASecondsWorth() {
    assertThat(pacer(Pace.perSecond(3)).atOnce(20)).isEqualTo(3);
    assertThat(pacer(Pace.perSecond(0.5)).atOnce(20)).isEqualTo(1);
    assertThat(pacer(Pace.unlimited()).atOnce(20)).isEqualTo(20);
  }

  @Test
  void theSpeedGrowsByAHundredthOfTheCeilingEachSecond() {
    Pacer pacer = pacer(adaptive());
    for (int second = 0; second < 5; second++) {
      assertThat(rate(pacer)).isCloseTo(100 + 10 * second, within(12));
    }
    passesIn(pacer, Integer.MAX_VALUE, Duration.ofSeconds(100));
    assertThat(rate(pacer)).isBetween(990, 1_001);
  }

  @Test
  void slowDownHalvesWhatReallyWentThrough() {
    Pacer pacer = pacer(Pace.perSecond(1_000).signal(mood));
    for (int i = 0; i < 50; i++) { // far below the ceiling: 10 a second
      pacer.pass(1, PacerTest::never);
      clock.pass(Duration.ofMillis(100));
    }
    mood.says = Health.slowDown("hot");
    clock.pass(Duration.ofSeconds(1));
    pacer.pass(1, PacerTest::never);
    assertThat(pacer.atOnce(1_000)).isBetween(2, 5);
  }

  @Test
  void slowDownIsBounded() {
    Pacer pacer = pacer(adaptive());
    mood.says = Health.slowDown("hot");
    passesIn(pacer, 10_000, Duration.ofMinutes(2));
    pacer.pass(1, PacerTest::never);
    long before = clock.now;
    pacer.pass(1, PacerTest::never);
    assertThat(Duration.ofNanos(clock.now - before))
        .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
    assertThat(pacer.health().explanation()).isEqualTo("mood: hot");
  }

  @Test
  void aSpeedThatRecoversGoesUpStepByStep() {
    Pacer pacer = pacer(adaptive());
    mood.says = Health.slowDown("hot");
    passesIn(pacer, 10_000, Duration.ofSeconds(30));
    mood.says = Health.ok("cool");
    passesIn(pacer, 10_000, Duration.ofSeconds(20));
    assertThat(rate(pacer)).isBetween(80, 260);
  }

  @Test
  void stopWaitsUntilAllIsWellAndThenBeginsSlowly() {
    Pacer pacer = pacer(adaptive());
    var asked = new AtomicInteger();
    mood.says = Health.stop("full");
    mood.each =
        () -> {
          if (asked.incrementAndGet() == 60) {
            mood.says = Health.ok("empty");
          }
        };
    assertThat(pacer.pass(1, PacerTest::never)).isTrue();
    assertThat(clock.now).isBetween(59_000_000_000L, 61_000_000_000L);
    assertThat(pacer.atOnce(1_000)).isLessThanOrEqualTo(10);
  }

  @Test
  void whoeverWaitsCanBeCalledOff() {
    mood.says = Health.stop("full");
    Pacer pacer = pacer(adaptive());
    assertThat(pacer.pass(1, () -> clock.now > Duration.ofSeconds(5).toNanos())).isFalse();
    assertThat(clock.now).isBetween(5_000_000_000L, 7_000_000_000L);
  }

  @Test
  void whoeverWaitsCanBeInterrupted() {
    mood.says = Health.stop("full");
    mood.each = () -> Thread.currentThread().interrupt();
    assertThat(pacer(adaptive()).pass(1, PacerTest::never)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void signalsAreReadOnceASecond() {
    var reads = new AtomicInteger();
    mood.each = reads::incrementAndGet;
    Pacer pacer = pacer(Pace.perSecond(100).signal(mood));
    passesIn(pacer, 10_000, Duration.ofSeconds(10));
    assertThat(reads.get()).isBetween(9, 12);
  }

  @Test
  void theWorstSignalDecides() {
    HealthSignal calm = signal("calm", () -> Health.ok("fine"));
    mood.says = Health.slowDown("hot");
    Pacer pacer = pacer(Pace.unlimited().signal(calm).signal(mood));
    pacer.pass(1, PacerTest::never);
    assertThat(pacer.health()).isEqualTo(Health.slowDown("mood: hot"));
  }

  @Test
  void whatCannotBeReadIsNotHealthy() {
    HealthSignal broken =
        signal(
            "replica",
            () -> {
              throw new AffixException("no such host");
            });
    Pacer pacer = pacer(Pace.unlimited().signal(broken));
    assertThat(pacer.pass(1, PacerTest::never)).isTrue();
    assertThat(pacer.health()).isEqualTo(Health.slowDown("replica cannot be read: no such host"));
  }

  @Test
  void oldFailuresAreForgottenSoThatWorkGoesOn() {
    var failures = new Recent(100, 10, Duration.ofSeconds(30), clock);
    for (int i = 0; i < 10; i++) {
      failures.add(1);
    }
    assertThat(failures.mean()).hasValue(1);
    clock.pass(Duration.ofSeconds(31));
    assertThat(failures.mean()).isEmpty();
  }

  private Pace adaptive() {
    return Pace.adaptive()
        .signal(mood)
        .signal(signal("threads running", () -> Health.ok("")))
        .signal(signal("commit time", () -> Health.ok("")))
        .signal(signal("flow control", () -> Health.ok("")))
        .signal(signal("storage unavailable", () -> Health.ok("")));
  }

  private Pacer pacer(Pace pace) {
    return new Pacer(pace, new Nothing(), clock);
  }

  /** How many of at most so many pass in that time. */
  private int passesIn(Pacer pacer, int most, Duration time) {
    long end = clock.now + time.toNanos();
    int passed = 0;
    while (passed < most && pacer.pass(1, () -> clock.now > end)) {
      passed++;
    }
    return passed;
  }

  private int rate(Pacer pacer) {
    return passesIn(pacer, Integer.MAX_VALUE, Duration.ofSeconds(1));
  }

  private static HealthSignal signal(String name, java.util.function.Supplier<Health> says) {
    return new HealthSignal() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Health read(Probe probe) {
        return says.get();
      }
    };
  }

  private static final class Mood implements HealthSignal {
    Health says = Health.ok("fine");
    Runnable each = () -> {};

    @Override
    public String name() {
      return "mood";
    }

    @Override
    public Health read(Probe probe) {
      each.run();
      return says;
    }
  }

  private static final class Clock implements Ticker {
    long now;
    long slept;

    void pass(Duration time) {
      now += time.toNanos();
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      slept += time.toNanos();
      pass(time);
    }
  }

  private static final class Nothing implements Probe {
    @Override
    public String database() {
      return "h2";
    }

    @Override
    public List<Map<String, @Nullable String>> query(String sql) {
      return List.of();
    }

    @Override
    public Optional<Duration> commitTime() {
      return Optional.empty();
    }

    @Override
    public OptionalDouble storageUnavailable() {
      return OptionalDouble.empty();
    }
  }
}
