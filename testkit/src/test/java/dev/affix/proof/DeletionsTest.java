package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.Affix;
import dev.affix.AffixBuilder;
import dev.affix.lifecycle.HousekeepingReport;
import dev.affix.storage.BatchDeletion;
import dev.affix.storage.StorageException;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageUnavailableException;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.OnMemory;
import dev.affix.testkit.database.TestDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** When objects go: switch, brake, and many in one request. */
@ParameterizedClass
@MethodSource("databases")
class DeletionsTest {
  private final TestDatabase.Kind kind;

  DeletionsTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @Test
  void pausedFromTheStartNothingGoesUntilResumed() {
    try (Unit unit = open((builder, made) -> builder.deletesPaused())) {
      purge(unit, 3);
      assertThat(unit.affix().deletions().arePaused()).isTrue();
      assertThat(unit.affix().housekeeping())
          .isEqualTo(new HousekeepingReport(0, 0, 0, 3, 0, 0, 0));
      assertThat(unit.service.count(Operation.DELETE)).isZero();
      unit.affix().deletions().resume();
      assertThat(unit.affix().housekeeping())
          .isEqualTo(new HousekeepingReport(0, 3, 0, 0, 0, 0, 0));
      assertThat(unit.memory.size()).isZero();
    }
  }

  @Test
  void theyCanBePausedWhileRunning() {
    try (Unit unit = open((builder, made) -> builder)) {
      purge(unit, 1);
      unit.settle();
      unit.affix().deletions().pause();
      purge(unit, 2);
      HousekeepingReport report = unit.affix().housekeeping();
      assertThat(report.isIdle()).isTrue();
      assertThat(report.postponed()).isEqualTo(2);
      assertThat(unit.memory.size()).isEqualTo(2);
    }
  }

  @Test
  void noMoreGoInAnHourThanAreAllowed() {
    try (Unit unit = open((builder, made) -> builder.deletesPerHour(3).deletesPaused())) {
      purge(unit, 5);
      unit.affix().deletions().resume();
      assertThat(unit.affix().housekeeping())
          .isEqualTo(new HousekeepingReport(0, 3, 0, 2, 0, 0, 0));
      assertThat(unit.affix().housekeeping())
          .isEqualTo(new HousekeepingReport(0, 0, 0, 2, 0, 0, 0));
      assertThat(unit.memory.size()).isEqualTo(2);
    }
    AffixBuilder builder = Affix.builder();
    assertThatThrownBy(() -> builder.deletesPerHour(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deletesPaused()");
  }

  @Test
  void aServiceThatCanDeletesManyInOneRequest() {
    var batching = new Batching();
    try (Unit unit = open(batching)) {
      purge(unit, 250);
      unit.affix().deletions().resume();
      assertThat(unit.affix().housekeeping())
          .isEqualTo(new HousekeepingReport(0, 250, 0, 0, 0, 0, 0));
      assertThat(batching.requests).extracting(List::size).containsExactly(100, 100, 50);
      assertThat(batching.memory.size()).isZero();
      assertThat(unit.rows("affix_deletions")).isZero();
    }
  }

  @Test
  void whatFailedOfManyIsNotedKeyByKey() {
    var batching = new Batching();
    try (Unit unit = open(batching)) {
      purge(unit, 3);
      StorageKey stuck = batching.memory.list().next().key();
      batching.failures.put(stuck, new StorageException("legal hold"));
      unit.affix().deletions().resume();
      assertThat(unit.affix().housekeeping())
          .isEqualTo(new HousekeepingReport(0, 2, 1, 0, 0, 0, 0));
      assertThat(unit.rows("affix_deletions")).isOne();
      assertThat(
              unit.rows(
                  "affix_deletions where attempts = 1 and last_error = 'legal hold'"
                      + " and storage_key = '"
                      + stuck
                      + "'"))
          .isOne();
      assertThat(batching.memory.head(stuck)).isPresent();
    }
  }

  @Test
  void whenAllOfThemFailAllNotesStay() {
    var batching = new Batching();
    batching.down = true;
    try (Unit unit = open(batching)) {
      purge(unit, 3);
      unit.affix().deletions().resume();
      assertThat(unit.affix().housekeeping())
          .isEqualTo(new HousekeepingReport(0, 0, 3, 0, 0, 0, 0));
      assertThat(unit.rows("affix_deletions where attempts = 1 and last_error = 'down'"))
          .isEqualTo(3);
    }
  }

  private Unit open(BiFunction<AffixBuilder, Unit, AffixBuilder> more) {
    return Unit.open(kind, 10, more, Pseud.class);
  }

  private Unit open(Batching batching) {
    return open((builder, made) ->
        builder.service("batching", batching).defaultService("batching").deletesPaused());
  }

  /** So many objects that are to go. */
  private static void purge(Unit unit, int count) {
    for (int i = 0; i < count; i++) {
      unit.affix().stage(Unit.text("file " + i));
    }
    unit.noteStaged();
  }

  /** Deletes in batches only, and as told. */
  private static final class Batching extends OnMemory implements BatchDeletion {
    final List<List<StorageKey>> requests = new ArrayList<>();
    final Map<StorageKey, StorageException> failures = new HashMap<>();
    boolean down;

    Batching() {
      super(new MemoryService());
    }

    @Override
    public Map<StorageKey, StorageException> deleteAll(Collection<StorageKey> keys) {
      requests.add(List.copyOf(keys));
      if (down) {
        throw new StorageUnavailableException("down", null);
      }
      keys.stream().filter(key -> !failures.containsKey(key)).forEach(memory::delete);
      return Map.copyOf(failures);
    }

    @Override
    public void delete(StorageKey key) {
      throw new AssertionError("one by one");
    }
  }
}
