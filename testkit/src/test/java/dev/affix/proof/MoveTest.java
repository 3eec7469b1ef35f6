package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.lifecycle.MoveReport;
import dev.affix.pace.Pace;
import dev.affix.proof.Removal.Promise;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Moving in bulk, when nothing gets in its way; what does is in {@link MoveRaceTest} and {@link
 * MoveFaultsTest}.
 */
@ParameterizedClass
@MethodSource("databases")
class MoveTest {
  private final TestDatabase.Kind kind;
  private Removal home;

  MoveTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    home = new Removal(kind);
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void urlsFromBeforeDuringAndAfterAllGoOn() {
    List<Promise> promises = new ArrayList<>();
    List<Long> ids = home.pseuds(45);
    for (Long id : ids) {
      promises.add(home.icon(id));
      promises.add(home.standard(id));
    }
    ids.subList(0, 30).forEach(id -> home.assertKept(home.standard(id)));
    List<Promise> during = new ArrayList<>();
    home.fresh.beforePut =
        key -> {
          Long id = ids.get(during.size() % ids.size());
          during.add(home.icon(id));
          promises.subList(0, 10).forEach(home::assertKept);
        };

    MoveReport report = home.move().run();

    promises.addAll(during);
    ids.forEach(id -> promises.add(home.icon(id)));
    ids.forEach(id -> promises.add(home.standard(id)));
    assertThat(report.text()).as(report.text()).contains("45 blobs (75 files");
    assertThat(report.isComplete()).isTrue();
    assertThat(home.on("fresh")).isEqualTo(45);
    assertThat(home.old.size()).as("until the grace time is over").isEqualTo(75);
    promises.forEach(home::assertKept);

    home.makeDue("MOVED");
    home.assertClean();
    assertThat(home.old.size()).isZero();
    promises.forEach(home::assertKept);
    assertThat(home.fresh.size()).isEqualTo(90);
  }

  @Test
  void newUrlsAreServedWithoutSql() {
    Long id = home.pseuds(1).get(0);
    home.assertKept(home.standard(id));
    home.move().run();
    List<Promise> now = List.of(home.icon(id), home.standard(id));
    home.unit.counter.assertStatements(0, () -> now.forEach(home::assertKept));
  }

  @Test
  void aDryRunCountsAndWritesNothing() {
    List<Long> ids = home.pseuds(3);
    home.assertKept(home.standard(ids.get(0)));
    MoveReport plan = home.move().dryRun();
    assertThat(home.fresh.size()).isZero();
    assertThat(home.unit.rows("affix_deletions")).isZero();

    MoveReport done = home.move().run();
    assertThat(plan.moved()).isEqualTo(3).isEqualTo(done.moved());
    assertThat(plan.files()).isEqualTo(4).isEqualTo(done.files());
    assertThat(plan.bytes()).isPositive().isEqualTo(done.bytes());
    assertThat(plan.text()).startsWith("To move from \"old\" to \"fresh\": 3 blobs (4 files");
    assertThat(home.move().dryRun().moved()).isZero();
  }

  @Test
  void noConnectionIsHeldWhileBytesMove() {
    home.move().run(); // with nothing to move it asks whose the places are, and remembers
    home.pseuds(25);
    home.settle();
    List<Integer> held = Collections.synchronizedList(new ArrayList<>());
    home.old.beforeAny = () -> held.add(home.unit.counter.held());
    home.fresh.beforeAny = home.old.beforeAny;
    assertThat(home.move().run().moved()).isEqualTo(25);
    assertThat(held).hasSize(75).containsOnly(0);
  }

  @Test
  void batchesKeepStatementsFew() {
    home.pseuds(40);
    int commits = home.unit.counter.opened();
    home.move().run();
    // Two pages and an empty one; three transactions a batch.
    assertThat(home.unit.counter.opened() - commits).isLessThanOrEqualTo(3 + 2 * 3 + 2);
  }

  @Test
  void severalThreadsShareTheWork() {
    home.pseuds(70);
    Set<String> threads = ConcurrentHashMap.newKeySet();
    home.fresh.beforePut = key -> threads.add(Thread.currentThread().getName());
    MoveReport report = home.move().pace(Pace.unlimited().threads(3)).run();
    assertThat(report.moved()).isEqualTo(70);
    assertThat(threads).hasSizeBetween(2, 3);
    home.assertClean();
  }

  @Test
  void whatAThreadThrowsReachesTheCaller() {
    home.pseuds(45);
    home.fresh.beforePut =
        Place.once(() -> {
          throw new OutOfMemoryError("scripted");
        });
    assertThatThrownBy(() -> home.move().pace(Pace.unlimited().threads(2)).run())
        .isInstanceOf(OutOfMemoryError.class);
    home.makeDue("MOVING");
    assertThat(home.move().run().isComplete()).isTrue();
    assertThat(home.on("fresh")).isEqualTo(45);
    home.assertClean();
  }

  @Test
  void aLimitIsKeptAndTheNextRunGoesOn() {
    home.pseuds(33);
    MoveReport first = home.move().limit(21).run();
    assertThat(first.moved()).isEqualTo(21);
    assertThat(first.finished()).isFalse();
    assertThat(first.text()).contains("run it again");
    MoveReport second = home.move().limit(21).pace(Pace.unlimited().threads(2)).run();
    assertThat(second.moved()).isEqualTo(12);
    assertThat(second.isComplete()).isTrue();
    assertThat(home.on("fresh")).isEqualTo(33);
  }

  @Test
  void aRunStopsWhenToldTo() {
    home.pseuds(65);
    List<MoveReport> progress = new ArrayList<>();
    MoveReport report =
        home.move().onProgress(progress::add).stopWhen(() -> progress.size() == 2).run();
    assertThat(report.moved()).isEqualTo(40);
    assertThat(progress).extracting(MoveReport::moved).containsExactly(20L, 40L);
    assertThat(report.isComplete()).isFalse();
  }

  @Test
  void anInterruptEndsItAndStays() {
    home.pseuds(25);
    home.fresh.afterPut = Place.once(() -> {});
    MoveReport report = home.move().onProgress(r -> Thread.currentThread().interrupt()).run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.moved()).isEqualTo(20);
    assertThat(report.finished()).isFalse();
  }

  @Test
  void stagedFilesWaitForALaterRun() {
    var staged = home.affix().stage(Pictures.png("later"));
    assertThat(home.move().run().moved()).isZero();
    Long id = home.unit.pseud("later");
    home.unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
    assertThat(home.move().run().moved()).isEqualTo(1);
    home.assertKept(home.icon(id));
  }

  @Test
  void anAdoptedFileIsCopiedAndStaysForGood() {
    Long id = home.pseuds(1).get(0);
    Promise before = home.icon(id);
    home.sql("update affix_blobs set owned = false");
    assertThat(home.move().grace(Duration.ZERO).run().moved()).isEqualTo(1);
    home.settle();
    assertThat(home.old.size()).isEqualTo(1);
    assertThat(home.unit.rows("affix_blobs where owned = true")).isEqualTo(1);
    home.assertKept(before);
    home.assertKept(home.icon(id));

    home.unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    home.settle();
    assertThat(home.old.size()).as("not Affix's to delete").isEqualTo(1);
    assertThat(home.fresh.size()).isZero();
  }

  @Test
  void goingBackWithinTheGraceTimeSendsNoByte() {
    List<Long> ids = home.pseuds(3);
    home.assertKept(home.standard(ids.get(0)));
    List<Promise> promises = new ArrayList<>(ids.stream().map(home::icon).toList());
    home.move().run();
    promises.addAll(ids.stream().map(home::icon).toList());
    int puts = home.old.faults.count(Operation.PUT);

    MoveReport back = home.affix().move("fresh").to("old").run();

    assertThat(back.text())
        .as(back.text())
        .contains("3 blobs (4 files")
        .contains("4 files already there");
    assertThat(home.old.faults.count(Operation.PUT)).isEqualTo(puts);
    home.makeDue("MOVED");
    home.assertClean();
    assertThat(home.fresh.size()).isZero();
    promises.forEach(home::assertKept);
  }

  @Test
  void goingBackAfterTheGraceTimeWorksToo() {
    List<Long> ids = home.pseuds(3);
    home.move().grace(Duration.ZERO).run();
    home.assertClean();
    assertThat(home.old.size()).isZero();
    assertThat(home.affix().move("fresh").to("old").grace(Duration.ZERO).run().moved())
        .isEqualTo(3);
    home.assertClean();
    ids.forEach(id -> home.assertKept(home.icon(id)));
  }

  @Test
  void aPurgeAfterTheMoveTakesTheOldPlaceAtOnce() {
    Long id = home.pseuds(2).get(0);
    home.assertKept(home.standard(id));
    Promise before = home.icon(id);
    Promise variant = home.standard(id);
    home.move().run();
    home.unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    home.settle();
    assertThat(home.status(before)).isEqualTo(404);
    assertThat(home.status(variant)).isEqualTo(404);
    assertThat(home.old.size()).as("the other's, in its grace time").isEqualTo(1);
  }

  @Test
  void movedVariantsAreFoundWhereNoneCanBeMadeAnyMore() {
    Long id = home.pseuds(1).get(0);
    Promise variant = home.standard(id);
    home.assertKept(variant);
    home.move().grace(Duration.ZERO).run();
    home.assertClean();
    home.unit.runInTransaction(em -> em.find(Pseud.class, id).icon().detach());
    home.sketcher.refusing = true;
    home.assertKept(variant);
  }

  @Test
  void wrongNamesAreRefusedAtOnce() {
    assertThatThrownBy(() -> home.affix().move("olde"))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("\"olde\"")
        .hasMessageContaining("[fresh, memory, old]");
    assertThatThrownBy(() -> home.affix().move("old").to("s3"))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("\"s3\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> home.affix().move("old").to("old"))
        .withMessageContaining("\"old\" cannot be moved to itself");
    assertThatIllegalArgumentException().isThrownBy(() -> home.move().limit(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> home.move().grace(Duration.ofSeconds(-1)));
  }

  @Test
  void aStoppedPaceHoldsTheRunUntilItIsWell() {
    home.pseuds(3);
    var looks = new AtomicInteger();
    MoveReport report =
        home.move()
            .pace(Pace.unlimited().signal(new Moody(() -> looks.incrementAndGet() < 3)))
            .run();
    assertThat(report.moved()).isEqualTo(3);
    assertThat(looks.get()).isGreaterThanOrEqualTo(3);
    assertThat(report.duration()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }
}
