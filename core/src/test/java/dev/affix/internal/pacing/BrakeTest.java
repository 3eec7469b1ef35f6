package dev.affix.internal.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BrakeTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private long nanos = -5;

  @Test
  void givesWhatIsLeftOfTheHour() {
    Brake brake = new Brake(10, HOUR, () -> nanos);
    assertThat(brake.take(4)).isEqualTo(4);
    pass(Duration.ofMinutes(30));
    assertThat(brake.take(100)).isEqualTo(6);
    assertThat(brake.take(1)).isZero();
    pass(Duration.ofMinutes(31));
    assertThat(brake.take(100)).isEqualTo(4);
    pass(Duration.ofMinutes(30));
    assertThat(brake.take(100)).isEqualTo(6);
  }

  @Test
  void whatWasNotDoneIsGivenBack() {
    Brake brake = new Brake(10, HOUR, () -> nanos);
    brake.giveBack(3);
    assertThat(brake.take(10)).isEqualTo(10);
    brake.giveBack(7);
    assertThat(brake.take(10)).isEqualTo(7);
  }

  @Test
  void noHourSeesMoreThanAllowed() {
    Brake brake = new Brake(100, HOUR, () -> nanos);
    SplittableRandom random = new SplittableRandom(5);
    Deque<long[]> taken = new ArrayDeque<>();
    long total = 0;
    long inHour = 0;
    for (int i = 0; i < 20_000; i++) {
      pass(Duration.ofSeconds(random.nextInt(60)));
      int granted = brake.take(random.nextInt(10));
      taken.add(new long[] {nanos, granted});
      inHour += granted;
      total += granted;
      while (taken.element()[0] <= nanos - Duration.ofHours(1).toNanos()) {
        inHour -= taken.remove()[1];
      }
      assertThat(inHour).isLessThanOrEqualTo(100);
    }
    long hours = Duration.ofNanos(nanos).toHours();
    assertThat(total).as("most of what is allowed").isGreaterThan(hours * 90);
  }

  @Test
  void tellsWhenTheNextMayBeDone() {
    Brake brake = new Brake(2, Duration.ofMinutes(1), () -> nanos);
    assertThat(brake.untilFree()).isZero();
    brake.take(1);
    pass(Duration.ofSeconds(20));
    brake.take(1);
    assertThat(brake.untilFree()).isEqualTo(Duration.ofSeconds(41));
    pass(brake.untilFree().minusNanos(1));
    assertThat(brake.take(1)).isZero();
    pass(Duration.ofNanos(1));
    assertThat(brake.untilFree()).isZero();
    assertThat(brake.take(2)).isOne();
  }

  @Test
  void whatWasGivenBackHoldsNobodyUp() {
    Brake brake = new Brake(1, HOUR, () -> nanos);
    brake.take(1);
    brake.giveBack(1);
    pass(Duration.ofMinutes(1));
    brake.take(1);
    assertThat(brake.untilFree()).isEqualTo(Duration.ofMinutes(61));
  }

  @Test
  void someCanBeLeftToOthers() {
    Brake brake = new Brake(10, HOUR, () -> nanos);
    assertThat(brake.take(10, 4)).isEqualTo(6);
    assertThat(brake.take(1, 4)).isZero();
    assertThat(brake.take(10)).isEqualTo(4);
    assertThat(brake.take(1, 4)).isZero();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }
}
