package dev.affix.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs numbered pieces of work on threads and times all of them together. */
final class Parallel {
  private Parallel() {}

  /** One piece. */
  @FunctionalInterface
  interface Work {
    void run(int number) throws Exception;
  }

  /** Seconds that it took to do the pieces 0 to {@code count - 1}; the first failure comes out. */
  static double seconds(int threads, int count, Work work) throws Exception {
    var next = new AtomicInteger();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      long start = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(() -> {
              for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                work.run(n);
              }
              return null;
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
      return (System.nanoTime() - start) / 1e9;
    } catch (ExecutionException e) {
      next.set(Integer.MAX_VALUE / 2);
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
