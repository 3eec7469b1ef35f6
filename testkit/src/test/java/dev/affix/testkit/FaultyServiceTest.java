package dev.affix.testkit;

import static dev.affix.testkit.FaultyService.Operation.DELETE;
import static dev.affix.testkit.FaultyService.Operation.HEAD;
import static dev.affix.testkit.FaultyService.Operation.LIST;
import static dev.affix.testkit.FaultyService.Operation.OPEN;
import static dev.affix.testkit.FaultyService.Operation.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class FaultyServiceTest {
  private final MemoryService memory = new MemoryService();
  private final FaultyService faulty = FaultyService.around(memory);
  private final StorageKey key = StorageKey.random();

  @Test
  void passesOnWhatItHasNoFaultFor() throws IOException {
    put();
    assertThat(faulty.head(key)).isPresent();
    try (var reader = faulty.open(key)) {
      assertThat(reader.body().readAllBytes()).hasSize(1000);
    }
    assertThat(faulty.list()).toIterable().hasSize(1);
    faulty.delete(key);
    assertThat(memory.size()).isZero();
    assertThat(faulty.count(PUT)).isEqualTo(1);
    assertThat(faulty.count(HEAD)).isEqualTo(1);
    assertThat(faulty.count(OPEN)).isEqualTo(1);
    assertThat(faulty.count(LIST)).isEqualTo(1);
    assertThat(faulty.keys(DELETE)).containsExactly(key);
  }

  @Test
  void failsOnceBeforeAnythingHappened() throws IOException {
    faulty.once(PUT, Fault.failBefore());
    assertThatThrownBy(this::put).isInstanceOf(StorageUnavailableException.class);
    assertThat(memory.size()).isZero();
    put();
    assertThat(faulty.count(PUT)).isEqualTo(2);
  }

  @Test
  void failsAfterStoring() {
    faulty.once(PUT, Fault.failAfter());
    assertThatThrownBy(this::put).isInstanceOf(StorageUnavailableException.class);
    assertThat(memory.head(key)).isPresent();
  }

  @Test
  void aLatePutTakesEffectWhenItArrivesUnlessItsKeyIsTaken() throws IOException {
    faulty.once(PUT, Fault.late()).once(HEAD, Fault.late());
    assertThatThrownBy(this::put).isInstanceOf(StorageUnavailableException.class);
    assertThatThrownBy(() -> faulty.head(key)).isInstanceOf(StorageUnavailableException.class);
    assertThat(memory.size()).isZero();
    faulty.arrive();
    assertThat(memory.head(key).orElseThrow().byteSize()).isEqualTo(1000);
    faulty.delete(key);
    faulty.arrive();
    assertThat(memory.size()).as("it arrives once").isZero();

    faulty.once(PUT, Fault.late());
    assertThatThrownBy(this::put).isInstanceOf(StorageUnavailableException.class);
    put();
    var there = memory.head(key);
    faulty.arrive();
    assertThat(memory.head(key)).isEqualTo(there);
  }

  @Test
  void failsUntilHealed() {
    faulty.always(DELETE, Fault.failBefore());
    assertThatThrownBy(() -> faulty.delete(key)).isInstanceOf(StorageUnavailableException.class);
    assertThatThrownBy(() -> faulty.delete(key)).isInstanceOf(StorageUnavailableException.class);
    faulty.heal();
    faulty.delete(key);
    assertThat(faulty.count(DELETE)).isEqualTo(3);
  }

  @Test
  void cutsBodies() throws IOException {
    put();
    faulty.once(OPEN, Fault.truncate(10)).once(OPEN, Fault.breakOff(10));
    try (var reader = faulty.open(key)) {
      assertThat(reader.body().readAllBytes()).hasSize(10);
    }
    try (var reader = faulty.open(key)) {
      assertThat(reader.body().readNBytes(10)).hasSize(10);
      assertThatThrownBy(() -> reader.body().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void hangsUntilReleased() throws Exception {
    var gate = new Gate();
    faulty.once(PUT, Fault.hang(gate));
    try (var threads = Executors.newSingleThreadExecutor()) {
      var running = threads.submit(this::putAndCount);
      gate.awaitArrival();
      assertThat(running.isDone()).isFalse();
      assertThat(memory.size()).isZero();
      gate.release();
      assertThat(running.get()).isEqualTo(1);
    }
  }

  @Test
  void delays() {
    faulty.once(HEAD, Fault.delay(Duration.ofMillis(50)));
    long start = System.nanoTime();
    assertThat(faulty.head(key)).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(50));
  }

  private void put() throws IOException {
    faulty.put(PutRequest.of(key, "text/plain"), Content.of(1000).open());
  }

  private int putAndCount() throws IOException {
    put();
    return memory.size();
  }
}
