package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.StagedBlob;
import dev.affix.model.Blob;
import dev.affix.testkit.database.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link AttachTest} does, in transactions that roll back: all is as it was before. */
@ParameterizedClass
@MethodSource("databases")
class RollbackTest {
  private final TestDatabase.Kind kind;
  private Unit unit;
  private Icons icons;

  RollbackTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind);
    icons = new Icons(unit);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void aRollbackLeavesTheStagedBlobUsable() {
    Long id = unit.pseud("ann");
    StagedBlob staged = unit.affix().stage(Pictures.png("ann"));
    rollBack(em -> em.find(Pseud.class, id).icon().attach(staged));

    assertThat(unit.afterCommit).isEmpty();
    assertThat(icons.attached(id)).isFalse();
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("ann"));
  }

  @Test
  void aRollbackOfTheShortFormLeavesNothing() {
    Long id = unit.pseud("ann");
    rollBack(em -> em.find(Pseud.class, id).icon().attach(Pictures.png("ann")));
    Unit.eventually(() -> unit.rows("affix_blobs") == 0);
    unit.settle();
    assertThat(unit.memory.list().hasNext()).isFalse();
  }

  @Test
  void handlesTouchedInARolledBackTransactionForget() {
    Long id = unit.pseud("ann");
    Pseud[] kept = new Pseud[1];
    rollBack(em -> {
      kept[0] = em.find(Pseud.class, id);
      kept[0].icon().attach(Pictures.png("ann"));
      assertThat(kept[0].icon().isAttached()).isTrue();
    });
    assertThat(kept[0].icon().toString()).contains("not loaded");
  }

  @Test
  void aRolledBackReplacementLeavesTheOldIntact() {
    Long id = unit.pseudWithIcon("ann");
    rollBack(em -> em.find(Pseud.class, id).icon().attach(Pictures.png("new")));
    unit.settle();
    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("ann"));
    unit.assertClean();
  }

  @Test
  void ofTwoAttachesInOneTransactionARollbackLeavesBothStaged() {
    Long id = unit.pseud("ann");
    StagedBlob first = unit.affix().stage(Pictures.png("first"));
    StagedBlob second = unit.affix().stage(Pictures.png("second"));
    rollBack(em -> {
      Pseud ann = em.find(Pseud.class, id);
      ann.icon().attach(first);
      ann.icon().attach(second);
    });
    unit.settle();
    assertThat(unit.rows("affix_blobs where state = 'STAGED'")).isEqualTo(2);
    assertThat(unit.rows("affix_attachments")).isZero();
    assertThat(unit.memory.size()).isEqualTo(2);

    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(second));
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(first));
    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("first"));
    unit.assertClean();
  }

  @Test
  void aRolledBackShareLeavesTheBlobAsItWas() {
    Long ann = unit.pseudWithIcon("ann");
    Long bob = unit.pseudWithIcon("bob");
    Long cid = unit.pseud("cid");
    Blob stored = icons.blob(ann);
    Blob retained = icons.blob(bob);
    unit.runInTransaction(em -> em.find(Pseud.class, bob).icon().detach());
    rollBack(em -> {
      Pseud owner = em.find(Pseud.class, cid);
      owner.icon().attach(stored);
      owner.pictures().attach(retained);
    });
    assertThat(unit.rows("affix_attachments")).isEqualTo(1);
    assertThat(stateOf(stored)).isEqualTo("STORED");
    assertThat(stateOf(retained)).isEqualTo("RETAINED");

    unit.runInTransaction(em -> em.find(Pseud.class, ann).icon().purge());
    unit.settle();
    assertThat(unit.rows("affix_blobs")).as("the share left no trace").isEqualTo(1);
    unit.assertClean();
  }

  @Test
  void aRolledBackDetachLeavesTheFileAttached() {
    Long id = unit.pseudWithIcon("ann");
    Blob blob = icons.blob(id);
    rollBack(em -> em.find(Pseud.class, id).icon().detach());
    assertThat(stateOf(blob)).isEqualTo("STORED");
    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("ann"));
    unit.assertClean();
  }

  @Test
  void aRolledBackPurgeLeavesAllIntact() {
    Long id = unit.pseudWithIcon("ann");
    rollBack(em -> em.find(Pseud.class, id).icon().purge());
    unit.settle();
    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("ann"));
    assertThat(unit.rows("affix_deletions")).isZero();
  }

  @Test
  void aRolledBackRemovalLeavesItsFiles() {
    Long id = unit.pseudWithIcon("ann");
    rollBack(em -> em.remove(em.find(Pseud.class, id)));
    unit.settle();
    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("ann"));
  }

  private void rollBack(java.util.function.Consumer<jakarta.persistence.EntityManager> work) {
    try (var em = unit.factory().createEntityManager()) {
      em.getTransaction().begin();
      work.accept(em);
      em.flush();
      em.getTransaction().rollback();
    }
  }

  private String stateOf(Blob blob) {
    return unit.inTransaction(em ->
        (String)
            em.createNativeQuery(
                    "select state from affix_blobs where id = '" + blob.id() + "'", String.class)
                .getSingleResult());
  }
}
