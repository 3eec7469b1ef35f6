package dev.affix.internal.serving;

import dev.affix.serving.ServingLimits;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The places for reads of one storage service, so that a slow one cannot take those of another. */
final class ServiceGate {
  private final Semaphore places;
  private final ServingLimits limits;

  ServiceGate(ServingLimits limits) {
    this.places = new Semaphore(limits.readsPerService());
    this.limits = limits;
  }

  /**
   * Takes a place.
   *
   * @return gives it back; what runs it a second time changes nothing
   * @throws BusyException if none became free in time
   */
  Runnable enter(Deadline deadline) {
    try {
      if (!places.tryAcquire(deadline.nanosLeftWithin(limits.placeWait()), TimeUnit.NANOSECONDS)) {
        throw new BusyException(
            "All " + limits.readsPerService() + " places for reads of the storage are taken", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException("Interrupted while waiting for a place to read the storage", e);
    }
    var left = new AtomicBoolean();
    return () -> {
      if (left.compareAndSet(false, true)) {
        places.release();
      }
    };
  }

  int freePlaces() {
    return places.availablePermits();
  }
}
