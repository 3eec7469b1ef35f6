package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.AttachedFile;
import dev.affix.AttachedMany;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.testkit.database.TestDatabase;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A handle takes away what is its own, and nothing of anybody else. */
@ParameterizedClass
@MethodSource("databases")
class ForeignFilesTest {
  private final TestDatabase.Kind kind;
  private Unit unit;
  private Long ann;
  private Long bob;

  ForeignFilesTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind);
    ann = unit.pseudWithIcon("ann");
    bob = unit.pseud("bob");
    unit.runInTransaction(em -> {
      em.find(Pseud.class, ann).pictures().attach(Pictures.png("anns"));
      em.find(Pseud.class, bob).pictures().attach(Pictures.png("bobs"));
    });
    unit.afterCommit.clear();
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void purgingAnotherOwnersFileDoesNothing() {
    assertNothingHappens(AttachedMany::purge);
  }

  @Test
  void detachingAnotherOwnersFileDoesNothing() {
    assertNothingHappens(AttachedMany::detach);
  }

  @Test
  void purgingAFileOfAnotherHandleOfTheSameOwnerDoesNothing() {
    unit.runInTransaction(em -> {
      Pseud owner = em.find(Pseud.class, ann);
      owner.pictures().purge(owner.icon().file().orElseThrow());
    });
    unit.settle();
    assertThat(unit.rows("affix_blobs where state = 'STORED'")).isEqualTo(3);
    assertThat(unit.memory.size()).isEqualTo(3);
    unit.assertClean();
  }

  @Test
  void aFileLoadedByAnotherSessionIsStillTheOwners() {
    AttachedFile before =
        unit.inTransaction(em -> em.find(Pseud.class, ann).pictures().files().getFirst());
    unit.runInTransaction(em -> {
      AttachedMany pictures = em.find(Pseud.class, ann).pictures();
      pictures.attach(Pictures.png("second"));
      pictures.reorder(pictures.files().reversed());
    });
    unit.runInTransaction(em -> {
      AttachedMany pictures = em.find(Pseud.class, ann).pictures();
      assertThat(pictures.size()).isEqualTo(2);
      pictures.purge(before);
      assertThat(pictures.files()).extracting(f -> f.filename()).containsExactly("second.png");
    });
    unit.settle();
    assertThat(unit.rows("affix_attachments where name = 'pictures'")).isEqualTo(2);
    assertThat(unit.afterCommit)
        .last()
        .isInstanceOfSatisfying(
            AttachmentEvent.Purged.class,
            purged -> assertThat(purged.ownerId()).isEqualTo(ann.toString()));
    unit.assertClean();
  }

  private void assertNothingHappens(BiConsumer<AttachedMany, AttachedFile> removal) {
    unit.runInTransaction(em -> {
      AttachedMany theirs = em.find(Pseud.class, ann).pictures();
      AttachedMany own = em.find(Pseud.class, bob).pictures();
      removal.accept(own, theirs.files().getFirst());
      assertThat(own.files()).extracting(f -> f.filename()).containsExactly("bobs.png");
    });
    unit.settle();
    assertThat(unit.afterCommit).isEmpty();
    assertThat(unit.inTransaction.stream().filter(AttachmentEvent.Attached.class::isInstance))
        .hasSameSizeAs(unit.inTransaction);
    assertThat(unit.rows("affix_attachments")).isEqualTo(3);
    assertThat(unit.rows("affix_blobs where state = 'STORED'")).isEqualTo(3);
    assertThat(unit.memory.size()).isEqualTo(3);
    unit.assertClean();
  }
}
