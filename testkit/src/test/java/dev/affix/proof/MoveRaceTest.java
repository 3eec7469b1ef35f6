package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.lifecycle.MoveReport;
import dev.affix.model.Blob;
import dev.affix.proof.Removal.Promise;
import dev.affix.testkit.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Moving while somebody else does something to the same blob; what breaks is in {@link
 * MoveFaultsTest}.
 */
@ParameterizedClass
@MethodSource("databases")
class MoveRaceTest {
  private final TestDatabase.Kind kind;
  private Removal home;

  MoveRaceTest(TestDatabase.Kind kind) {
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
  void aBlobPurgedDuringItsCopyLeavesNothing() {
    List<Long> ids = home.pseuds(2);
    home.fresh.afterPut =
        Place.once(() ->
            home.unit.runInTransaction(
                em -> ids.forEach(id -> em.find(Pseud.class, id).icon().purge())));
    MoveReport report = home.move().run();
    assertThat(report.moved()).isZero();
    assertThat(report.isComplete()).as(report.text()).isTrue();
    home.assertClean();
    assertThat(home.old.size() + home.fresh.size()).isZero();
    assertThat(home.unit.rows("affix_deletions")).isZero();
  }

  @Test
  void aBlobReplacedDuringItsCopyMakesPlaceForTheNewOne() {
    Long id = home.pseuds(1).get(0);
    home.fresh.afterPut =
        Place.once(() ->
            home.unit.runInTransaction(
                em -> em.find(Pseud.class, id).icon().attach(Pictures.png("p0"))));
    home.move().run();
    home.move().run();
    assertThat(home.on("fresh")).isEqualTo(1);
    home.assertKept(home.icon(id));
    home.makeDue("MOVED");
    home.assertClean();
    assertThat(home.old.size()).isZero();
    assertThat(home.fresh.size()).isEqualTo(1);
  }

  @Test
  void aVariantMadeDuringTheCopyComesAlong() {
    Long id = home.pseuds(1).get(0);
    Promise variant = home.standard(id);
    home.fresh.afterPut = Place.once(() -> home.assertKept(variant));
    MoveReport report = home.move().run();
    assertThat(report.text())
        .as(report.text())
        .contains("1 blobs (2 files")
        .contains("1 files already there");
    assertThat(home.unit.rows("affix_variants where service = 'fresh'")).isEqualTo(1);
    home.assertKept(variant);
    home.assertKept(home.standard(id));
    home.makeDue("MOVED");
    home.assertClean();
    assertThat(home.old.size()).isZero();
    home.assertKept(variant);
  }

  @Test
  void aVariantThatIsBeingMadeKeepsItsBlob() {
    List<Long> ids = home.pseuds(2);
    home.assertKept(home.standard(ids.get(0)));
    String lease = "update affix_variants set state = 'PENDING', attempts = 1, lease_until = ";
    home.sql(lease + "'2999-01-01 00:00:00'");
    MoveReport report = home.move().run();
    assertThat(report.moved()).isEqualTo(1);
    assertThat(report.reasons())
        .singleElement()
        .asString()
        .endsWith("a variant of it is being made");
    assertThat(home.on("old")).isEqualTo(1);

    home.sql(lease + "'2020-01-01 00:00:00'");
    assertThat(home.move().run().moved()).isEqualTo(1);
    assertThat(home.unit.rows("affix_variants")).as("made anew where the blob is").isZero();
    home.assertKept(home.standard(ids.get(0)));
    assertThat(home.unit.rows("affix_variants where service = 'fresh'")).isEqualTo(1);
    home.makeDue("MOVED");
    home.assertClean();
    assertThat(home.old.size()).isZero();
  }

  @Test
  void aVariantThatWaitsAfterAFaultDoesNotHoldItsBlobBack() {
    Long id = home.pseuds(1).get(0);
    Promise variant = home.standard(id);
    home.assertKept(variant);
    home.sql(
        "update affix_variants set state = 'PENDING', attempts = 0, faults = 9,"
            + " lease_until = '2999-01-01 00:00:00'");
    assertThat(home.move().run().moved()).isOne();
    assertThat(home.unit.rows("affix_variants")).as("made anew where the blob is").isZero();
    home.makeDue("MOVED");
    home.assertClean();
    assertThat(home.old.size()).isZero();
    home.assertKept(variant);
  }

  @Test
  void aLeaseTakenBetweenCopyAndSwitchIsSeen() {
    Long id = home.pseuds(1).get(0);
    home.assertKept(home.standard(id));
    home.fresh.afterPut =
        key ->
            home.sql(
                "update affix_variants set state = 'PENDING', lease_until = '2999-01-01 00:00:00'");
    MoveReport report = home.move().run();
    assertThat(report.moved()).isZero();
    assertThat(report.skipped()).isEqualTo(1);
    home.assertClean();
    assertThat(home.fresh.size()).isZero();
  }

  @Test
  void aMakerThatFinishesAfterTheMoveLeavesNothing() {
    Long id = home.pseuds(1).get(0);
    Promise variant = home.standard(id);
    home.old.beforePut =
        Place.once(() -> {
          home.sql("update affix_variants set lease_until = '2020-01-01 00:00:00'");
          assertThat(home.move().grace(Duration.ZERO).run().moved()).isEqualTo(1);
        });
    assertThat(home.status(variant)).isEqualTo(404);
    home.assertKept(variant);
    home.assertClean();
    assertThat(home.old.size()).isZero();
  }

  @Test
  void aDetachedBlobAttachedAgainDuringTheCopyIsMovedAndStored() {
    Long id = home.pseuds(1).get(0);
    Blob blob = home.unit.inTransaction(em -> em.find(Pseud.class, id).icon().blob());
    home.unit.runInTransaction(em -> em.find(Pseud.class, id).icon().detach());
    home.fresh.afterPut =
        Place.once(
            () -> home.unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(blob)));
    assertThat(home.move().run().moved()).isEqualTo(1);
    assertThat(home.unit.rows("affix_blobs where service = 'fresh' and state = 'STORED'"))
        .isEqualTo(1);
    home.assertKept(home.icon(id));
    home.assertClean();
  }

  @Test
  void twoRunsAtOnceMoveEverythingOnce() throws Exception {
    home.pseuds(60);
    List<MoveReport> reports = Collections.synchronizedList(new ArrayList<>());
    Callable<Boolean> run = () -> reports.add(home.move().run());
    assertThat(Racing.all(List.of(run, run, run))).containsOnlyNulls();
    assertThat(reports).allMatch(report -> report.failed() == 0);
    assertThat(reports.stream().mapToLong(MoveReport::moved).sum()).isEqualTo(60);
    assertThat(home.on("fresh")).isEqualTo(60);
    assertThat(home.fresh.size()).isEqualTo(60);
    home.makeDue("MOVED");
    home.assertClean();
    assertThat(home.old.size()).isZero();
  }
}
