package dev.affix.internal.housekeeping;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that nobody waits for, on two threads with a bounded queue: what does not fit waits in its
 * rows for housekeeping, and so does what {@link #close} interrupts.
 */
public final class Background implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private final ExecutorService threads =
      new ThreadPoolExecutor(
          2,
          2,
          30,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(1_000),
          Thread.ofPlatform().name("affix-background-", 0).daemon().factory(),
          new ThreadPoolExecutor.AbortPolicy());

  private final Set<Task> unfinished = ConcurrentHashMap.newKeySet();

  /**
   * @throws java.util.concurrent.RejectedExecutionException if the queue is full or closed
   */
  @Override
  public void execute(Runnable work) {
    Task task = new Task(work);
    unfinished.add(task);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      task.end();
      throw e;
    }
  }

  /**
   * Waits for what was begun or queued before this call and for what that hands on, at most that
   * long: a storage service that hangs does not keep the caller from the rest of its work.
   */
  void awaitEarlier(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    awaitUntil(deadline);
    awaitUntil(deadline); // a file that was given up is handed on to the deletions
  }

  private void awaitUntil(long deadline) {
    try {
      for (Task task : List.copyOf(unfinished)) {
        if (!task.over.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          LOG.debug("Work in the background goes on");
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets what was begun end, for five seconds. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private final class Task implements Runnable {
    private final Runnable work;
    private final CountDownLatch over = new CountDownLatch(1);

    Task(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        work.run();
      } finally {
        end();
      }
    }

    void end() {
      unfinished.remove(this);
      over.countDown();
    }
  }
}
