package dev.affix.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A place where a call stops until a test lets it go, so that a test can order what threads do
 * without sleeping. Opens once and stays open.
 */
public final class Gate {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  /**
   * Waits until a call stands at the gate.
   *
   * @throws AssertionError after a minute
   */
  public void awaitArrival() {
    await(arrived, "no call came to the gate");
  }

  /** Lets every call pass, those that wait and those to come. */
  public void release() {
    open.countDown();
  }

  /**
   * Stops here until {@link #release()}.
   *
   * @throws AssertionError after a minute, or when the thread is interrupted
   */
  public void pass() {
    arrived.countDown();
    await(open, "nobody opened the gate");
  }

  private static void await(CountDownLatch latch, String fault) {
    try {
      if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(fault + " within " + PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted at the gate", e);
    }
  }
}
