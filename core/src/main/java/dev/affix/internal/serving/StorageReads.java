package dev.affix.internal.serving;

import dev.affix.serving.ServingLimits;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.storage.StoredObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads storages within limits: so many at a time for each service, and none that keeps the caller
 * beyond its deadline. A call that outlasts it is interrupted, keeps its place as long as it hangs,
 * and what it brings too late is closed.
 *
 * <p>Calls run on platform threads: a file system that hangs would hold a virtual thread's carrier,
 * which belongs to the whole application. There are never more of them than places.
 */
final class StorageReads implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ServingLimits limits;
  private final Map<StorageService, ServiceGate> gates = new ConcurrentHashMap<>();
  private final ExecutorService threads;

  StorageReads(ServingLimits limits) {
    this(
        limits,
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            StorageReads::thread));
  }

  /**
   * @param threads ended with this
   */
  StorageReads(ServingLimits limits, ExecutorService threads) {
    this.limits = limits;
    this.threads = threads;
  }

  Deadline deadline() {
    return Deadline.in(limits.firstByte());
  }

  Optional<StoredObject> head(StorageService service, StorageKey key, Deadline deadline) {
    Runnable leave = gate(service).enter(deadline);
    return within(
        deadline,
        leave,
        () -> {
          try {
            return service.head(key);
          } finally {
            leave.run();
          }
        },
        late -> {});
  }

  /** The caller runs {@link OpenObject#release()} when it has read what it wants. */
  OpenObject open(StorageService service, StorageKey key, ByteRange range, Deadline deadline) {
    Runnable leave = gate(service).enter(deadline);
    return within(
        deadline, leave, () -> openIn(leave, service, key, range), late -> late.release().run());
  }

  ServiceGate gate(StorageService service) {
    return gates.computeIfAbsent(service, any -> new ServiceGate(limits));
  }

  /** Interrupts what still runs; answers already given can be read on. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static OpenObject openIn(
      Runnable leave, StorageService service, StorageKey key, ByteRange range) {
    boolean opened = false;
    try {
      ObjectReader reader = service.open(key, range);
      opened = true;
      long length = range.lengthWithin(reader.object().byteSize());
      return OpenObject.of(
          reader,
          length,
          () -> {
            reader.close();
            leave.run();
          });
    } finally {
      if (!opened) {
        leave.run();
      }
    }
  }

  private <T> T within(Deadline deadline, Runnable leave, Supplier<T> call, Consumer<T> closeLate) {
    var handOver = new CompletableFuture<T>();
    Running running = begin(leave, () -> run(call, handOver, closeLate));
    try {
      return handOver.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return late(handOver, running, new StorageUnavailableException(slowness(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return late(handOver, running, new BusyException("Interrupted while reading a file", e));
    } catch (ExecutionException e) {
      throw unwrapped(e.getCause(), e);
    }
  }

  private Running begin(Runnable leave, Runnable call) {
    var begun = new AtomicBoolean();
    try {
      Future<?> task =
          threads.submit(() -> {
            if (begun.compareAndSet(false, true)) {
              call.run();
            }
          });
      return new Running(task, begun, leave);
    } catch (RejectedExecutionException e) {
      leave.run();
      throw new BusyException("Serving has been closed", e);
    }
  }

  /** A call whose place is left by itself once it has begun, and otherwise when it is given up. */
  private record Running(Future<?> task, AtomicBoolean begun, Runnable leave) {
    void giveUp() {
      if (begun.compareAndSet(false, true)) {
        leave.run();
      }
      task.cancel(true);
    }
  }

  private static <T> void run(
      Supplier<T> call, CompletableFuture<T> handOver, Consumer<T> closeLate) {
    try {
      T result = call.get();
      if (!handOver.complete(result)) {
        closeLate.accept(result);
      }
    } catch (Throwable e) {
      // Whatever it is, the waiting thread must hear of it; errors are thrown again there.
      handOver.completeExceptionally(e);
    }
  }

  /** Gives up, unless the result came in this very moment. */
  private static <T> T late(
      CompletableFuture<T> handOver, Running running, RuntimeException failure) {
    if (handOver.completeExceptionally(failure)) {
      running.giveUp();
      throw failure;
    }
    try {
      return handOver.join();
    } catch (CompletionException e) {
      throw unwrapped(e.getCause(), e);
    }
  }

  private String slowness() {
    return "The storage gave no first byte within " + limits.firstByte();
  }

  private static RuntimeException unwrapped(
      @org.jspecify.annotations.Nullable Throwable cause, Exception wrapper) {
    return switch (cause) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case null, default -> new IllegalStateException(wrapper);
    };
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "affix-read-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
