package dev.affix.vips;

import dev.affix.AffixException;
import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessingException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image processes of one {@link IsolatedVips}: started when they are first needed, kept, and
 * replaced when they end, whoever ended them.
 */
final class Children implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IsolatedVips.class);
  private static final int TRIES = 10;

  private final Launcher launcher;
  private final Request.Settings settings;
  private final int size;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final Set<Child> all = new HashSet<>();
  private final Deque<Child> idle = new ArrayDeque<>();
  private final Backoff backoff = new Backoff();
  private int launching;
  private boolean closed;

  private final ScheduledExecutorService replacing =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("affix-vips-replacing").unstarted(work));

  Children(Launcher launcher, Request.Settings settings, int size) {
    this.launcher = launcher;
    this.settings = settings;
    this.size = size;
  }

  /**
   * Starts the first, to see whether it works at all.
   *
   * @throws AffixException if it does not
   */
  Answer.Ready startFirst() {
    lock.lock();
    try {
      launching++;
    } finally {
      lock.unlock();
    }
    try {
      Started first = start();
      give(first.child);
      return first.ready;
    } catch (IOException e) {
      throw new AffixException(
          "The image process cannot be started: " + e.getMessage() + "; its log tells more", e);
    }
  }

  /** Has one request answered, by a process that lives. */
  Answer.Outcome ask(Errand errand, Request request, Feed feed) {
    for (int tries = 1; ; tries++) {
      Child child = take(errand);
      try {
        errand.enter(child);
        Answer.Done done = child.ask(errand, request, feed);
        if (errand.leave() && !done.worn()) {
          give(child);
        } else {
          retire(child);
        }
        return done.outcome();
      } catch (IOException e) {
        errand.leave();
        String end = lose(child, errand);
        feed.check();
        if (feed.asked()) {
          throw new ImageCrashException("The image process did not survive the picture: " + end, e);
        }
        // It died of something else, before it saw anything of the picture.
        if (tries == TRIES) {
          throw new ImageProcessingException("Image processes end again and again: " + end, e);
        }
      } catch (RuntimeException | Error e) {
        errand.leave();
        child.kill();
        forget(child);
        replace();
        throw e;
      }
    }
  }

  /** One that is ready, for the caller alone until it gives it back. */
  private Child take(Errand errand) {
    while (true) {
      Child idle = await(errand);
      if (idle != null) {
        return idle;
      }
      try {
        return start().child;
      } catch (IOException | AffixException e) {
        LOG.warn("No image process could be started: {}", e.getMessage());
      }
    }
  }

  /** One that is ready; null if there is none and another is to be started, counted already. */
  private @Nullable Child await(Errand errand) {
    lock.lock();
    try {
      while (true) {
        errand.check();
        if (closed) {
          throw new IllegalStateException("The image processor is closed");
        }
        Child ready = takeIdle();
        if (ready != null) {
          return ready;
        }
        if (all.size() + launching < size && mayStart()) {
          launching++;
          return null;
        }
        changed.await(100, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageProcessingException("Interrupted while waiting for an image process", e);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Child takeIdle() {
    Child child = idle.pollLast();
    while (child != null && !child.alive()) {
      all.remove(child);
      child = idle.pollLast();
    }
    return child;
  }

  /** Who has no process to wait for is told why there is none, unless that may soon be over. */
  private boolean mayStart() {
    Duration left = backoff.left();
    if (!left.isPositive()) {
      return true;
    }
    if (backoff.lasts() && all.isEmpty() && launching == 0) {
      throw new ImageProcessingException(
          "No image process could be started, the next try is in %d ms: %s"
              .formatted(left.toMillis(), backoff.reason()),
          null);
    }
    return false;
  }

  private record Started(Child child, Answer.Ready ready) {}

  /** Starts what was counted as launching. */
  private Started start() throws IOException {
    Child child = null;
    try {
      child = Child.launch(launcher, settings.limits().resultBytes());
      launched(child);
      Answer.Ready ready = child.greet(settings);
      Child started = child;
      Future<Void> _ = child.process.onExit().thenRunAsync(() -> ended(started), replacing);
      return new Started(child, ready);
    } catch (IOException | RuntimeException e) {
      if (child == null) {
        launched(null);
      } else {
        child.kill();
        forget(child);
      }
      failed(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void launched(@Nullable Child child) {
    lock.lock();
    try {
      launching--;
      if (child != null) {
        all.add(child);
        if (closed) {
          child.kill();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void failed(String reason) {
    lock.lock();
    try {
      backoff.failed(reason);
    } finally {
      lock.unlock();
    }
  }

  private void give(Child child) {
    lock.lock();
    try {
      backoff.succeeded();
      if (!closed) {
        idle.addLast(child);
        changed.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    retire(child);
  }

  /** Lets one go that lives, and has another take its place. */
  private void retire(Child child) {
    child.dismiss();
    forget(child);
    replace();
  }

  /** Forgets one that died at work, and has another take its place. */
  private String lose(Child child, Errand errand) {
    forget(child);
    replace();
    errand.check();
    return child.obituary();
  }

  private void forget(Child child) {
    lock.lock();
    try {
      all.remove(child);
      idle.remove(child);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Told of every end; those that were not expected are still known. */
  private void ended(Child child) {
    lock.lock();
    try {
      if (closed || !idle.remove(child)) {
        return;
      }
      all.remove(child);
      backoff.failed("it ended while it had nothing to do");
    } finally {
      lock.unlock();
    }
    replace();
    child.obituary();
  }

  private void replace() {
    long delay;
    lock.lock();
    try {
      delay = Math.max(0, backoff.left().toMillis());
    } finally {
      lock.unlock();
    }
    try {
      Future<?> _ = replacing.schedule(this::startAnother, delay, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed.
    }
  }

  private void startAnother() {
    lock.lock();
    try {
      if (closed || all.size() + launching >= size) {
        return;
      }
      launching++;
    } finally {
      lock.unlock();
    }
    try {
      Child child = start().child;
      lock.lock();
      try {
        idle.addFirst(child);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("No image process could be started; trying again: {}", e.getMessage());
      replace();
    }
  }

  /** Those that live. */
  List<ProcessHandle> handles() {
    lock.lock();
    try {
      return all.stream().map(child -> child.process.toHandle()).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all, also those at work, and waits until they are gone. */
  @Override
  public void close() {
    List<Child> last;
    lock.lock();
    try {
      closed = true;
      last = List.copyOf(all);
      last.stream().filter(child -> !idle.contains(child)).forEach(Child::kill);
      idle.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    replacing.shutdownNow();
    last.forEach(Child::dismiss);
    last.forEach(Child::awaitEnd);
    launcher.close();
  }
}
