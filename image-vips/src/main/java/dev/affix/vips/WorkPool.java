package dev.affix.vips;

import dev.affix.AffixException;
import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessingException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Platform threads of its own: a virtual thread inside libvips, or waiting at a pipe, would hold
 * its carrier for as long as the picture takes.
 */
final class WorkPool implements AutoCloseable {
  private static final AtomicInteger POOLS = new AtomicInteger();
  private static final Duration KILLING = Duration.ofSeconds(10);
  private static final Duration KILL_AGAIN = Duration.ofMillis(20);

  private final Duration time;
  private final int queueLength;
  private final ThreadPoolExecutor threads;

  /**
   * @param atThreadEnd what each thread does last
   */
  WorkPool(int threadCount, int queueLength, Duration time, Runnable atThreadEnd) {
    this.time = time;
    this.queueLength = queueLength;
    String prefix = "affix-vips-" + POOLS.incrementAndGet() + "-";
    var numbers = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueLength),
            work ->
                Thread.ofPlatform()
                    .daemon()
                    .name(prefix + numbers.incrementAndGet())
                    .unstarted(() -> untilEnd(work, atThreadEnd)));
    threads.allowCoreThreadTimeOut(true);
  }

  <A extends Attempt, T> T run(A job, Function<A, T> work) {
    var done = new CountDownLatch(1);
    var task =
        new FutureTask<T>(() -> {
          try {
            job.begin();
            job.check();
            return work.apply(job);
          } finally {
            done.countDown();
          }
        });
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      throw threads.isShutdown()
          ? new IllegalStateException("The image processor is closed", e)
          : new ImageProcessingException(
              "All threads are busy and %d pictures are waiting; try again later"
                  .formatted(queueLength),
              e);
    }
    return await(task, job, done);
  }

  private <T> T await(FutureTask<T> task, Attempt job, CountDownLatch done) {
    try {
      return task.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw abandon(task, job, done, overdue(job, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abandon(
          task,
          job,
          done,
          new ImageProcessingException("Interrupted while waiting for the picture", e));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof AffixException known) {
        throw known;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new ImageProcessingException("The picture could not be made", cause);
    }
  }

  /** Whether the picture is to blame for it: a busy pool or a slow source may be better later. */
  private AffixException overdue(Attempt job, TimeoutException cause) {
    String what = "The picture took longer than " + time;
    return job.worked().compareTo(time.dividedBy(2)) >= 0
        ? new ImageCrashException(what, cause)
        : new ImageProcessingException(what + ", most of it waiting", cause);
  }

  /** A save takes the mark off again when it starts, so it is set until the work has ended. */
  private AffixException abandon(
      FutureTask<?> task, Attempt job, CountDownLatch done, AffixException exception) {
    if (threads.remove(task)) {
      return exception;
    }
    job.stop(exception);
    Thread.ofVirtual()
        .name("affix-vips-stop")
        .start(() -> {
          long end = System.nanoTime() + KILLING.toNanos();
          try {
            while (!done.await(KILL_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                && System.nanoTime() < end) {
              job.stop(exception);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return exception;
  }

  private static void untilEnd(Runnable work, Runnable atThreadEnd) {
    try {
      work.run();
    } finally {
      atThreadEnd.run();
    }
  }

  /** Whether all work has ended, after waiting that long for it. */
  boolean awaitEnd(Duration longest) throws InterruptedException {
    return threads.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Takes no more work; what is running ends within its time. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
