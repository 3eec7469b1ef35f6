package dev.affix.internal.pacing;

import java.time.Duration;

/** Time as a pacer sees it: it passes, and can be waited for. */
public interface Ticker {

  /** This JVM's. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
          Thread.sleep(time);
        }
      };

  /** As {@link System#nanoTime()}. */
  long nanos();

  void sleep(Duration time) throws InterruptedException;
}
