package dev.affix.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.affix.serving.ServingLimits;
import dev.affix.storage.ByteRange;
import dev.affix.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StorageReadsTest {
  private static final Deadline OVER = Deadline.in(Duration.ZERO);
  private static final ServingLimits ONE_AT_ONCE = ServingLimits.DEFAULTS.withReadsPerService(1);

  @Test
  void aCallGivenUpBeforeItBeganLosesNoPlaceAndIsNeverMade() {
    var threads = new LateThreads();
    var storage = new HeldObjects();
    storage.hold(Site.KEY, Site.HELLO);
    try (var reads = new StorageReads(ONE_AT_ONCE, threads)) {
      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> reads.head(storage, Site.KEY, OVER));
      assertThat(reads.gate(storage).freePlaces()).isEqualTo(1);
      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> reads.open(storage, Site.KEY, ByteRange.ALL, OVER));
      assertThat(reads.gate(storage).freePlaces()).isEqualTo(1);

      threads.begin();
      assertThat(storage.heads).hasValue(0);
      assertThat(storage.opens).hasValue(0);
      assertThat(reads.gate(storage).freePlaces()).as("none given back twice").isEqualTo(1);
    }
  }

  /** Begins nothing before it is told to. */
  private static final class LateThreads extends AbstractExecutorService {
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean closed;

    void begin() {
      waiting.forEach(Runnable::run);
      waiting.clear();
    }

    @Override
    public void execute(Runnable work) {
      waiting.add(work);
    }

    @Override
    public void shutdown() {
      closed = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      closed = true;
      return List.copyOf(waiting);
    }

    @Override
    public boolean isShutdown() {
      return closed;
    }

    @Override
    public boolean isTerminated() {
      return closed;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return closed;
    }
  }
}
