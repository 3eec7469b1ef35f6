package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.BlobGoneException;
import dev.affix.StagedBlob;
import dev.affix.StagedBlobUsedException;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.model.Blob;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.database.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attach, share, replace, detach and purge, row by row of the life table, where transactions
 * commit; {@link RollbackTest} has those that roll back.
 */
@ParameterizedClass
@MethodSource("databases")
class AttachTest {
  private final TestDatabase.Kind kind;
  private Unit unit;
  private Icons icons;

  AttachTest(TestDatabase.Kind kind) {
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
  void attachingAStagedBlobIsOneUpdateAndOneInsert() {
    Long id = unit.pseud("ann");
    StagedBlob staged = unit.affix().stage(Pictures.png("ann"));

    unit.runInTransaction(em -> {
      Pseud ann = em.find(Pseud.class, id);
      var statements = unit.counter.assertStatements(2, () -> ann.icon().attach(staged)).sql();
      assertThat(statements.get(0)).startsWith("update affix_blobs");
      assertThat(statements.get(1)).startsWith("insert into affix_attachments");
      unit.counter.assertStatements(0, em::flush);
    });

    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("ann"));
    unit.assertClean();
  }

  @Test
  void theOwnersRowIsNeverWritten() {
    Long id = unit.pseud("ann");
    Pseud before = unit.inTransaction(em -> em.find(Pseud.class, id));
    int version = before.version();
    Instant updatedAt = before.updatedAt();

    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(Pictures.png("a")));
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(Pictures.png("b")));
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());

    Pseud after = unit.inTransaction(em -> em.find(Pseud.class, id));
    assertThat(after.version()).isEqualTo(version);
    assertThat(after.updatedAt()).isEqualTo(updatedAt);
  }

  @Test
  void anOwnerThatIsNewKeepsItsFileUntilItIsPersistent() {
    Pseud ann = new Pseud("ann");
    ann.icon().attach(Pictures.png("ann"));
    ann.pictures().attach(Unit.text("one"));
    ann.pictures().attach(Unit.text("two"));
    assertThat(ann.icon().isAttached()).isTrue();
    assertThat(unit.memory.list().hasNext()).isFalse();

    unit.runInTransaction(em -> em.persist(ann));

    assertThat(icons.read(ann.id())).isEqualTo(Pictures.bytes("ann"));
    unit.runInTransaction(
        em -> assertThat(em.find(Pseud.class, ann.id()).pictures().size()).isEqualTo(2));
    unit.assertClean();
  }

  @Test
  void mergingANewOwnerAttachesItsFile() {
    Pseud ann = new Pseud("ann");
    ann.icon().attach(Pictures.png("ann"));
    Long id = unit.inTransaction(em -> em.merge(ann)).id();
    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("ann"));
  }

  @Test
  void theSameStagedBlobAttachesOnce() {
    Long ann = unit.pseud("ann");
    Long bob = unit.pseud("bob");
    StagedBlob staged = unit.affix().stage(Pictures.png("ann"));
    unit.runInTransaction(em -> em.find(Pseud.class, ann).icon().attach(staged));

    assertThatThrownBy(
            () -> unit.runInTransaction(em -> em.find(Pseud.class, bob).icon().attach(staged)))
        .isInstanceOf(StagedBlobUsedException.class)
        .hasMessageContaining("Pseud.icon of #" + bob)
        .hasMessageContaining("attached already or has expired");
    unit.assertClean();
  }

  @Test
  void replacingSwapsTheBlobAndDeletesTheOldFile() {
    Long id = unit.pseudWithIcon("ann");
    StorageKey old = icons.key(id);

    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(Pictures.png("new")));

    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("new"));
    assertThat(icons.key(id)).isNotEqualTo(old);
    unit.settle();
    assertThat(unit.memory.head(old)).isEmpty();
    assertThat(unit.afterCommit).last().isInstanceOf(AttachmentEvent.Replaced.class);
    assertThat(unit.rows("affix_attachments")).isEqualTo(1);
    unit.assertClean();
  }

  @Test
  void replacingAnIconThatIsNotLoadedWorksToo() {
    Long id = unit.pseudWithIcon("ann");
    StagedBlob staged = unit.affix().stage(Pictures.png("new"));
    unit.runInTransaction(em -> {
      Pseud ann = em.find(Pseud.class, id);
      assertThat(ann.icon().toString()).contains("not loaded");
      ann.icon().attach(staged);
      assertThat(ann.icon().blob().filename()).isEqualTo("new.png");
    });
    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("new"));
    unit.assertClean();
  }

  @Test
  void ofTwoAttachesInOneTransactionTheLastStays() {
    Long id = unit.pseud("ann");
    unit.runInTransaction(em -> {
      Pseud ann = em.find(Pseud.class, id);
      ann.icon().attach(Pictures.png("first"));
      ann.icon().attach(Pictures.png("second"));
    });
    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("second"));
    unit.settle();
    assertThat(unit.rows("affix_blobs")).isEqualTo(1);
    unit.assertClean();
  }

  @Test
  void aSharedBlobLivesUntilItsLastOwnerLetsGo() {
    Long ann = unit.pseudWithIcon("ann");
    Long bob = unit.pseud("bob");
    unit.runInTransaction(
        em -> em.find(Pseud.class, bob).icon().attach(em.find(Pseud.class, ann).icon().blob()));
    assertThat(icons.key(bob)).isEqualTo(icons.key(ann));

    unit.runInTransaction(em -> em.find(Pseud.class, ann).icon().purge());
    unit.settle();
    assertThat(icons.read(bob)).isEqualTo(Pictures.bytes("ann"));

    unit.runInTransaction(em -> em.find(Pseud.class, bob).icon().purge());
    unit.settle();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.memory.list().hasNext()).isFalse();
  }

  @Test
  void sharingAPurgedBlobIsRefused() {
    Long ann = unit.pseudWithIcon("ann");
    Long bob = unit.pseud("bob");
    Blob blob = unit.inTransaction(em -> em.find(Pseud.class, ann).icon().blob());
    unit.runInTransaction(em -> em.find(Pseud.class, ann).icon().purge());

    assertThatThrownBy(
            () -> unit.runInTransaction(em -> em.find(Pseud.class, bob).icon().attach(blob)))
        .isInstanceOf(BlobGoneException.class)
        .hasMessageContaining("purged meanwhile");
  }

  @Test
  void aDetachedBlobIsRetainedAndCanBeAttachedAgain() {
    Long id = unit.pseudWithIcon("ann");
    Blob blob =
        unit.inTransaction(em -> {
          Pseud ann = em.find(Pseud.class, id);
          Blob icon = ann.icon().blob();
          ann.icon().detach();
          assertThat(ann.icon().isAttached()).isFalse();
          return icon;
        });
    unit.settle();
    assertThat(unit.rows("affix_blobs where state = 'RETAINED'")).isEqualTo(1);

    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(blob));
    assertThat(icons.read(id)).isEqualTo(Pictures.bytes("ann"));
    assertThat(unit.rows("affix_blobs where state = 'STORED'")).isEqualTo(1);
  }

  @Test
  void purgeRemovesRowsAndFile() {
    Long id = unit.pseudWithIcon("ann");
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    assertThat(icons.attached(id)).isFalse();
    unit.settle();
    assertThat(unit.memory.list().hasNext()).isFalse();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.rows("affix_deletions")).isZero();
    assertThat(unit.afterCommit).last().isInstanceOf(AttachmentEvent.Purged.class);
  }

  @Test
  void picturesAppendRemoveAndReorder() {
    Long id = unit.pseud("ann");
    unit.runInTransaction(em -> {
      Pseud ann = em.find(Pseud.class, id);
      for (String name : List.of("a", "b", "c", "d")) {
        ann.pictures().attach(Pictures.png(name));
      }
    });
    assertThat(pictures(id)).containsExactly("a.png", "b.png", "c.png", "d.png");

    unit.runInTransaction(em -> {
      Pseud ann = em.find(Pseud.class, id);
      var files = ann.pictures().files();
      ann.pictures().purge(files.get(1));
      ann.pictures().detach(files.get(2));
      ann.pictures().reorder(ann.pictures().files().reversed());
    });
    assertThat(pictures(id)).containsExactly("d.png", "a.png");
    assertThat(unit.rows("affix_blobs where state = 'RETAINED'")).isEqualTo(1);

    unit.runInTransaction(em -> {
      Pseud ann = em.find(Pseud.class, id);
      ann.pictures().attach(Pictures.png("e"));
    });
    assertThat(pictures(id)).containsExactly("d.png", "a.png", "e.png");

    unit.runInTransaction(em -> em.find(Pseud.class, id).pictures().purgeAll());
    assertThat(pictures(id)).isEmpty();
    unit.assertClean();
  }

  @Test
  void aBlobIsInAHasManyOnce() {
    Long id = unit.pseudWithIcon("ann");
    unit.runInTransaction(em -> {
      Pseud ann = em.find(Pseud.class, id);
      ann.pictures().attach(ann.icon().blob());
      ann.pictures().attach(ann.icon().blob());
      assertThat(ann.pictures().size()).isEqualTo(1);
    });
    assertThat(pictures(id)).hasSize(1);
  }

  @Test
  void removingTheOwnerPurgesItsFiles() {
    Long id = unit.pseudWithIcon("ann");
    unit.runInTransaction(em -> em.find(Pseud.class, id).pictures().attach(Pictures.png("p")));
    unit.runInTransaction(em -> em.remove(em.find(Pseud.class, id)));
    unit.settle();
    assertThat(unit.rows("affix_attachments")).isZero();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.memory.list().hasNext()).isFalse();
  }

  private List<String> pictures(Long id) {
    return unit.inTransaction(
        em -> em.find(Pseud.class, id).pictures().files().stream().map(f -> f.filename()).toList());
  }
}
