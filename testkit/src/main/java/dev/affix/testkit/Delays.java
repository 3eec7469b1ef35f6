package dev.affix.testkit;

import java.time.Duration;

/** Waiting that keeps the interrupt. */
final class Delays {
  private Delays() {}

  static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted during a scripted delay", e);
    }
  }
}
