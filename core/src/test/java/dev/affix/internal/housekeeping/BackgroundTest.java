package dev.affix.internal.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private final Background background = new Background();
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    background.close();
  }

  @Test
  void whatWasBegunIsWaitedForAndWhatItHandsOn() {
    background.execute(() -> {
      sleep();
      background.execute(() -> {
        sleep();
        done.add("second");
      });
      done.add("first");
    });
    background.awaitEarlier(Duration.ofSeconds(30));
    assertThat(done).containsExactly("first", "second");
  }

  @Test
  void aFailureIsAnEndToo() {
    background.execute(() -> {
      Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> done.add("failed"));
      throw new IllegalStateException("refused");
    });
    background.awaitEarlier(Duration.ofSeconds(30));
    Runnable next = () -> done.add("next");
    background.execute(next);
    background.awaitEarlier(Duration.ofSeconds(30));
    assertThat(done).contains("next");
  }

  @Test
  void whatHangsIsNotWaitedForLong() {
    CountDownLatch released = new CountDownLatch(1);
    background.execute(() -> await(released));
    background.awaitEarlier(Duration.ofMillis(20));
    assertThat(released.getCount()).isOne();
    released.countDown();
  }

  @Test
  void afterTheEndNothingBegins() {
    background.close();
    assertThatThrownBy(() -> background.execute(() -> done.add("late")))
        .isInstanceOf(RejectedExecutionException.class);
    background.awaitEarlier(Duration.ofSeconds(30));
    assertThat(done).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
