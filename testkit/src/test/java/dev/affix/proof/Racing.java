package dev.affix.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Starts work on several threads at once and collects what became of it. */
final class Racing {
  private Racing() {}

  /** What threw, in the order of the work; null where nothing did. */
  static List<@Nullable Throwable> all(List<? extends Callable<?>> work)
      throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(work.size());
    List<@Nullable Throwable> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
      List<Future<?>> futures = new ArrayList<>();
      for (Callable<?> one : work) {
        futures.add(
            threads.submit(() -> {
              start.await();
              return one.call();
            }));
      }
      for (Future<?> future : futures) {
        failures.add(failureOf(future));
      }
    }
    return failures;
  }

  private static @Nullable Throwable failureOf(Future<?> future) throws InterruptedException {
    try {
      future.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
