package dev.affix.internal.pacing;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one run, never more work in hand than threads. With one, the caller does it
 * himself. Used by one thread.
 */
public final class Crew implements AutoCloseable {
  private final int threads;
  private final Semaphore free;
  private final @Nullable ExecutorService executor;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * @param name of the work, in the names of the threads
   */
  public Crew(String name, int threads) {
    this.threads = threads;
    this.free = new Semaphore(threads);
    this.executor =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("affix-" + name + "-", 0).daemon().factory());
  }

  /** Waits for a free hand; false if interrupted meanwhile, or if earlier work failed. */
  public boolean take(Runnable work) {
    if (executor == null) {
      work.run();
      return true;
    }
    if (!acquire(1)) {
      return false;
    }
    if (failure.get() != null) {
      free.release();
      return false;
    }
    executor.execute(() -> {
      try {
        work.run();
      } catch (Throwable e) { // whatever it is, the caller throws it
        failure.compareAndSet(null, e);
      } finally {
        free.release();
      }
    });
    return true;
  }

  /** Waits until all is done; false if interrupted meanwhile. */
  public boolean idle() {
    if (!acquire(threads)) {
      return false;
    }
    free.release(threads);
    return true;
  }

  /** Waits for what is in hand, and throws what it threw. */
  @Override
  public void close() {
    if (executor == null) {
      return;
    }
    executor.close();
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private boolean acquire(int permits) {
    try {
      free.acquire(permits);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
