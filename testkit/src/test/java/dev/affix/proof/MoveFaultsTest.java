package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.lifecycle.MoveReport;
import dev.affix.model.Blob;
import dev.affix.proof.Removal.Promise;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Moving while storage fails, answers late or holds other bytes, and after a run that died. */
@ParameterizedClass
@MethodSource("databases")
class MoveFaultsTest {
  private final TestDatabase.Kind kind;
  private Removal home;

  MoveFaultsTest(TestDatabase.Kind kind) {
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
  void faultsThatPassAreMetByAnotherTry() {
    home.move().run(); // with nothing to move it asks whose the places are, and remembers
    List<Long> ids = home.pseuds(5);
    home.fresh.faults.once(Operation.HEAD, Fault.failBefore());
    home.old.faults.once(Operation.OPEN, Fault.failBefore());
    home.old.faults.once(Operation.OPEN, Fault.breakOff(3));
    home.fresh.faults.once(Operation.PUT, Fault.failBefore());
    home.fresh.faults.once(Operation.PUT, Fault.failAfter());
    MoveReport report = home.move().run();
    assertThat(report.isComplete()).as(report.text()).isTrue();
    assertThat(report.moved()).isEqualTo(5);
    assertThat(report.alreadyThere()).isEqualTo(1);
    ids.forEach(id -> home.assertKept(home.icon(id)));
    home.assertClean();
  }

  @Test
  void aStorageThatIsDownLosesNothing() {
    List<Long> ids = home.pseuds(5);
    for (Operation down : List.of(Operation.HEAD, Operation.PUT)) {
      home.fresh.faults.always(down, Fault.failBefore());
      MoveReport report = home.move().run();
      home.fresh.faults.heal();
      assertThat(report.failed()).isEqualTo(5);
      assertThat(report.finished()).isTrue();
      assertThat(report.reasons()).hasSize(5).allMatch(r -> r.contains("scripted"));
      assertThat(home.on("old")).isEqualTo(5);
      home.makeDue("MOVING"); // what was on its way must have arrived
      home.settle();
      assertThat(home.unit.rows("affix_deletions")).isZero();
    }
    assertThat(home.move().run().isComplete()).isTrue();
    ids.forEach(id -> home.assertKept(home.icon(id)));
    home.assertClean();
  }

  @Test
  void aCopyThatArrivesAfterItWasGivenUpIsStillNamed() {
    Long id = home.pseuds(1).get(0);
    home.fresh.faults.always(Operation.PUT, Fault.late());
    assertThat(home.move().run().failed()).isOne();
    assertThat(home.fresh.faults.count(Operation.PUT)).as("it is tried again at once").isEqualTo(3);
    home.fresh.faults.heal();
    home.settle();
    home.fresh.faults.arrive();
    assertThat(home.fresh.size()).isOne();
    home.assertClean();
    home.makeDue("MOVING");
    home.assertClean();
    assertThat(home.fresh.size()).isZero();
    assertThat(home.unit.rows("affix_deletions")).isZero();
    home.assertKept(home.icon(id));
  }

  @Test
  void whatWasOnItsWayIsStillNamedWhenAnotherTryIsGivenUp() {
    Long id = home.pseuds(1).get(0);
    home.fresh.faults.once(Operation.PUT, Fault.late());
    home.fresh.afterPut = // of the second try
        Place.once(() -> home.unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge()));
    assertThat(home.move().run().moved()).isZero();
    home.assertClean();
    home.fresh.faults.arrive();
    home.assertClean();
    home.makeDue("MOVING");
    home.assertClean();
    assertThat(home.fresh.size()).isZero();
    assertThat(home.unit.rows("affix_deletions")).isZero();
  }

  @Test
  void anotherRunTakesOverWhatWasGivenUpOnItsWay() {
    Long id = home.pseuds(1).get(0);
    home.fresh.faults.always(Operation.PUT, Fault.late());
    assertThat(home.move().run().failed()).isOne();
    home.fresh.faults.heal();
    assertThat(home.move().run().moved()).isOne();
    home.fresh.faults.arrive();
    home.assertKept(home.icon(id));
    home.makeDue("MOVED");
    home.assertClean();
    assertThat(home.fresh.size()).isOne();
    assertThat(home.unit.rows("affix_deletions")).isZero();
  }

  @Test
  void aVariantThatArrivesAfterItsBlobMovedIsStillNamed() {
    Promise variant = home.standard(home.pseuds(1).get(0));
    home.old.faults.once(Operation.PUT, Fault.late());
    assertThat(home.status(variant)).isEqualTo(503);
    home.sql("update affix_variants set lease_until = '2020-01-01 00:00:00'");
    assertThat(home.move().grace(Duration.ZERO).run().moved()).isOne();
    home.settle();
    home.old.faults.arrive();
    assertThat(home.old.size()).isOne();
    home.assertClean();
    home.makeDue("MOVED");
    home.assertClean();
    assertThat(home.old.size()).isZero();
  }

  @Test
  void aRunThatDiedBeforeItsPutIsTakenUpWhenItsLeaseIsOver() {
    dies(() -> home.fresh.beforePut = Place.once(MoveFaultsTest::die));
    assertThat(home.fresh.size()).isZero();
    MoveReport tooEarly = home.move().run();
    assertThat(tooEarly.moved()).isZero();
    assertThat(tooEarly.skipped()).isEqualTo(3);
    home.makeDue("MOVING");
    assertThat(home.move().run().moved()).isEqualTo(3);
    home.assertClean();
  }

  @Test
  void aRunThatDiedAfterItsPutNeedNotSendAgain() {
    dies(() -> home.fresh.afterPut = Place.once(MoveFaultsTest::die));
    assertThat(home.fresh.size()).isEqualTo(1);
    home.makeDue("MOVING");
    MoveReport report = home.move().run();
    assertThat(report.moved()).isEqualTo(3);
    assertThat(report.alreadyThere()).isEqualTo(1);
    assertThat(home.fresh.faults.count(Operation.PUT)).isEqualTo(3);
    home.assertClean();
  }

  @Test
  void whatADeadRunBroughtGoesIfNobodyComesBack() {
    dies(() -> home.fresh.afterPut = Place.once(MoveFaultsTest::die));
    home.makeDue("MOVING");
    home.assertClean();
    assertThat(home.fresh.size()).isZero();
    assertThat(home.unit.rows("affix_deletions")).isZero();
    assertThat(home.move().run().moved()).isEqualTo(3);
    home.assertClean();
  }

  @Test
  void aRunThatWasTooSlowForItsLeaseCopiesAgain() {
    List<Long> ids = home.pseuds(3);
    home.fresh.afterPut =
        Place.once(() -> {
          home.makeDue("MOVING");
          home.settle(); // deletes what was brought so far
        });
    MoveReport report = home.move().run();
    assertThat(report.moved()).as(report.text()).isEqualTo(3);
    assertThat(home.fresh.size()).isEqualTo(3);
    ids.forEach(id -> home.assertKept(home.icon(id)));
    home.makeDue("MOVED");
    home.assertClean();
    assertThat(home.fresh.size()).isEqualTo(3);
  }

  @Test
  void aFileThatIsNotWhatItsRowSaysStays() throws IOException {
    Long id = home.pseuds(2).get(0);
    Blob blob = home.unit.inTransaction(em -> em.find(Pseud.class, id).icon().blob());
    StorageKey key = StorageKey.of(blob.file().storageKey());
    byte[] other = new byte[(int) blob.byteSize().orElseThrow()];
    home.old.memory.put(
        PutRequest.of(key, "image/png").replacing(), new ByteArrayInputStream(other));

    MoveReport report = home.move().grace(Duration.ZERO).run();

    assertThat(report.moved()).isEqualTo(1);
    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.reasons())
        .singleElement()
        .asString()
        .contains(blob.id().toString())
        .contains("sha256");
    home.assertClean();
    assertThat(home.old.memory.head(key)).isPresent();
    assertThat(home.fresh.memory.head(key)).isEmpty();
    assertThat(home.unit.rows("affix_deletions")).isZero();
  }

  @Test
  void aTruncatedReadIsNoFile() {
    home.pseuds(1);
    home.old.faults.always(Operation.OPEN, Fault.truncate(10));
    assertThat(home.move().run().failed()).isEqualTo(1);
    home.old.faults.heal();
    home.assertClean();
    assertThat(home.fresh.size()).isZero();
    assertThat(home.move().run().isComplete()).isTrue();
  }

  @Test
  void aFileThatIsLostIsReported() {
    Long id = home.pseuds(1).get(0);
    Blob blob = home.unit.inTransaction(em -> em.find(Pseud.class, id).icon().blob());
    home.old.memory.delete(StorageKey.of(blob.file().storageKey()));
    MoveReport report = home.move().run();
    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.reasons()).singleElement().asString().contains(blob.file().storageKey());
    home.settle();
    assertThat(home.unit.rows("affix_deletions")).isZero();
  }

  @Test
  void aStrangersObjectIsNeitherReplacedNorDeleted() throws IOException {
    Long id = home.pseuds(1).get(0);
    Blob blob = home.unit.inTransaction(em -> em.find(Pseud.class, id).icon().blob());
    StorageKey key = StorageKey.of(blob.file().storageKey());
    PutRequest theirs = PutRequest.of(key, "text/plain");
    home.fresh.memory.put(theirs, new ByteArrayInputStream(new byte[3]));

    assertThat(home.move().run().failed()).isEqualTo(1);
    home.fresh.memory.delete(key);
    home.fresh.beforePut =
        Place.once(() -> {
          try {
            home.fresh.memory.put(theirs, new ByteArrayInputStream(new byte[3]));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    MoveReport report = home.move().run();
    assertThat(report.failed()).as(report.text()).isEqualTo(1);
    home.settle();
    assertThat(home.unit.rows("affix_deletions")).isZero();
    assertThat(home.fresh.memory.head(key).orElseThrow().byteSize()).isEqualTo(3);
    home.assertKept(home.icon(id));
  }

  private void dies(Runnable script) {
    home.pseuds(3);
    script.run();
    assertThatThrownBy(() -> home.move().run()).isInstanceOf(Died.class);
    assertThat(home.on("old")).isEqualTo(3);
    home.settle();
    assertThat(home.unit.rows("affix_deletions where reason = 'MOVING'")).isEqualTo(3);
  }

  private static void die() {
    throw new Died();
  }

  /** As if the process had gone: nobody handles it. */
  private static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }
}
