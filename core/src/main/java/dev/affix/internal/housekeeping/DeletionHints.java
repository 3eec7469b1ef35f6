package dev.affix.internal.housekeeping;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs due deletions soon after a commit. Many hints while one waits are one: what has to go is in
 * rows, and a hint that is lost costs only time.
 */
public final class DeletionHints implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(DeletionHints.class);

  private final Executor executor;
  private final Housekeeping housekeeping;
  private final AtomicBoolean waiting = new AtomicBoolean();

  public DeletionHints(Executor executor, Housekeeping housekeeping) {
    this.executor = executor;
    this.housekeeping = housekeeping;
  }

  /** Returns at once. */
  @Override
  public void run() {
    if (waiting.compareAndSet(false, true)) {
      try {
        executor.execute(this::delete);
      } catch (RejectedExecutionException e) {
        waiting.set(false);
        LOG.debug("Deletions wait for the next housekeeping", e);
      }
    }
  }

  private void delete() {
    waiting.set(false);
    try {
      housekeeping.deleteDue();
    } catch (RuntimeException e) {
      LOG.warn("Deletions wait for the next housekeeping", e);
    }
  }
}
