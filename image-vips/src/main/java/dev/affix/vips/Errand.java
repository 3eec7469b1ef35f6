package dev.affix.vips;

import dev.affix.AffixException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Work that an image process does. Giving it up kills the process. */
final class Errand implements Attempt {
  private @Nullable Child child;
  private @Nullable AffixException stopped;
  private long worked;
  private long waitingSince;

  /** What comes before the picture, such as starting a process, is not its time. */
  @Override
  public void begin() {}

  @Override
  public synchronized void check() {
    if (stopped != null) {
      throw stopped;
    }
  }

  @Override
  public synchronized void stop(AffixException reason) {
    stopped = reason;
    if (child != null) {
      child.kill();
    }
  }

  @Override
  public synchronized Duration worked() {
    return Duration.ofNanos(
        worked + (waitingSince == 0 ? 0 : Math.max(0, System.nanoTime() - waitingSince)));
  }

  /** From here to {@link #leave} that process is killed if the work is given up. */
  synchronized void enter(Child chosen) {
    check();
    child = chosen;
  }

  /** Whether the work was not given up, so that the process may live on. */
  synchronized boolean leave() {
    child = null;
    return stopped == null;
  }

  /** The process has something to do. */
  synchronized void waiting() {
    waitingSince = System.nanoTime();
  }

  /** The process has answered. */
  synchronized void answered() {
    worked += Math.max(0, System.nanoTime() - waitingSince);
    waitingSince = 0;
  }
}
