package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService;
import dev.affix.testkit.database.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a variant, and of one that is being made, when its blob goes. */
@ParameterizedClass
@MethodSource("databases")
class VariantPurgeTest {
  private final TestDatabase.Kind kind;
  private final ScriptedProcessor processor = new ScriptedProcessor();
  private Unit unit;
  private Viewer viewer;

  VariantPurgeTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(kind, 10, (b, u) -> b.imageProcessor(processor).variantsAtOnce(4), Pseud.class);
    viewer = new Viewer(unit);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void purgingTheBlobDeletesItsVariants() {
    Long id = unit.pseudWithIcon("ann");
    String url = viewer.url(id);
    viewer.get(url);
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    unit.settle();
    assertThat(unit.memory.list()).toIterable().isEmpty();
    assertThat(unit.rows("affix_variants")).isZero();
    assertThat(viewer.get(url)).isEqualTo(404);
  }

  @Test
  void aVariantOfABlobPurgedMeanwhileLeavesNothing() {
    Long id = unit.pseudWithIcon("ann");
    String url = viewer.url(id);
    processor.meanwhile =
        () -> unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    assertThat(viewer.get(url)).isEqualTo(404);
    unit.settle();
    assertThat(unit.memory.list()).toIterable().isEmpty();
  }

  @Test
  void anObjectThatIsStoredAfterThePurgeOfItsBlobIsStillNamed() {
    Long id = unit.pseudWithIcon("ann");
    String url = viewer.url(id);
    // As if the maker died, or lost the answer, right after its object was stored.
    processor.meanwhile =
        () -> {
          unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
          Unit.eventually(() -> unit.memory.size() == 0);
          unit.affix().housekeeping();
          unit.service.once(FaultyService.Operation.PUT, Fault.failAfter());
        };
    assertThat(viewer.get(url)).isEqualTo(503);
    assertThat(unit.memory.size()).isEqualTo(1);
    assertThat(unit.affix().audit("memory").isClean()).as("a note names it").isTrue();

    unit.sql("update affix_deletions set due_at = '2020-01-01 00:00:00'");
    unit.settle();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void anObjectThatArrivesAfterThePurgeOfItsBlobIsStillNamed() {
    Long id = unit.pseudWithIcon("ann");
    unit.service.once(FaultyService.Operation.PUT, Fault.late());
    assertThat(viewer.get(viewer.url(id))).isEqualTo(503);
    viewer.expireLeases();
    unit.affix().deletions().pause();
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    assertThat(unit.rows("affix_deletions")).as("original and variant").isEqualTo(2);
    assertThat(unit.affix().housekeeping().postponed()).as("only the original is due").isOne();
    unit.affix().deletions().resume();
    unit.affix().housekeeping();
    Unit.eventually(() -> unit.memory.size() == 0);
    unit.service.arrive();
    assertThat(unit.memory.size()).isOne();
    assertThat(unit.affix().audit("memory").isClean()).as("a note names it").isTrue();

    unit.sql("update affix_deletions set due_at = '2020-01-01 00:00:00'");
    unit.settle();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void aVariantWhoseKeyHasANoteIsNotBegunUntilTheNoteIsGone() {
    String url = viewer.url(unit.pseudWithIcon("ann"));
    viewer.get(url);
    unit.sql(
        "insert into affix_deletions"
            + " (id, service, storage_key, reason, due_at, attempts, created_at)"
            + " select id, service, storage_key, 'FAILED', '2999-01-01 00:00:00', 0, created_at"
            + " from affix_variants");
    unit.memory.delete(viewer.key());
    unit.sql("delete from affix_variants");

    assertThat(viewer.get(url)).isEqualTo(503);
    assertThat(unit.rows("affix_variants")).isZero();
    assertThat(processor.runs).hasValue(1);

    unit.sql("delete from affix_deletions");
    assertThat(viewer.get(url)).isEqualTo(200);
    assertThat(processor.runs).hasValue(2);
    unit.assertClean();
  }

  @Test
  void aRetainedBlobGetsNoVariants() {
    Long id = unit.pseudWithIcon("ann");
    String url = viewer.url(id);
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().detach());
    assertThat(viewer.get(url)).isEqualTo(404);
    assertThat(unit.rows("affix_variants")).isZero();
    assertThat(processor.runs).hasValue(0);
    assertThat(unit.memory.size()).isEqualTo(1);
  }
}
