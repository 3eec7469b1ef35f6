package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AttachedFile;
import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.ConcurrentAttachException;
import dev.affix.HasOneAttached;
import dev.affix.StagedBlob;
import dev.affix.UploadRejectedException;
import dev.affix.model.Blob;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Attaching again what is there, attaching to what goes, and persisting again what went. */
@ParameterizedClass
@MethodSource("databases")
class AttachCornersTest {
  private final TestDatabase.Kind kind;
  private Unit unit;
  private Long id;

  AttachCornersTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  /** Its id is assigned, so that Hibernate lets it be persisted again. */
  @Entity(name = "Badge")
  static class Badge {
    @Id String code = "7";

    @HasOneAttached @Transient final AttachedOne photo = AttachedOne.of(this);
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind, 10, (builder, made) -> builder, Pseud.class, Badge.class);
    id = unit.pseud("ann");
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void attachingAgainWhatIsThereLeavesTheOrder() {
    unit.runInTransaction(em -> {
      AttachedMany pictures = em.find(Pseud.class, id).pictures();
      for (String name : List.of("a", "b", "c")) {
        pictures.attach(Pictures.png(name));
      }
    });
    // Adjacent, as a reorder of files of one instant leaves them.
    List<AttachedFile> files =
        unit.inTransaction(em -> em.find(Pseud.class, id).pictures().files());
    unit.runInTransaction(em -> {
      for (int i = 0; i < files.size(); i++) {
        em.createNativeQuery(
                "update affix_attachments set position = " + (100 + i) + " where slot = :slot")
            .setParameter("slot", files.get(i).blob().id().toString())
            .executeUpdate();
      }
    });
    for (int i = 0; i < 3; i++) {
      unit.runInTransaction(
          em -> em.find(Pseud.class, id).pictures().attach(files.getFirst().blob()));
    }
    assertThat(names()).containsExactly("a.png", "b.png", "c.png");
    assertThat(unit.rows("affix_attachments where position between 100 and 102")).isEqualTo(3);
  }

  @Test
  void attachingAgainWhatIsThereIsNoFileTooMany() {
    StagedBlob more = unit.affix().stage(Pictures.png("more"));
    unit.runInTransaction(em -> {
      AttachedMany pictures = em.find(Pseud.class, id).pictures();
      for (int i = 0; i < 20; i++) {
        pictures.attach(Pictures.png("p" + i));
      }
    });
    unit.runInTransaction(em -> {
      AttachedMany pictures = em.find(Pseud.class, id).pictures();
      pictures.attach(pictures.files().getLast().blob());
      assertThat(pictures.size()).isEqualTo(20);
      assertThatThrownBy(() -> pictures.attach(more))
          .isInstanceOf(UploadRejectedException.class)
          .hasMessageContaining("21 files are too many");
    });
    assertThat(names()).hasSize(20);
  }

  @Test
  void anUploadForAnOwnerThatWasRemovedMeanwhileDoesNotWaitForItsExpiry() {
    try (EntityManager em = unit.factory().createEntityManager()) {
      em.getTransaction().begin();
      Pseud ann = em.find(Pseud.class, id);
      em.getTransaction().commit();
      unit.runInTransaction(other -> other.remove(other.find(Pseud.class, id)));

      em.getTransaction().begin();
      assertThatThrownBy(() -> ann.icon().attach(Pictures.png("late")))
          .isInstanceOf(ConcurrentAttachException.class);
      em.getTransaction().commit();
    }
    Unit.eventually(() -> unit.rows("affix_blobs") == 0);
    unit.settle();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void aRemovedOwnerThatIsPersistedAgainHasNothing() {
    unit.runInTransaction(em -> {
      Badge badge = new Badge();
      badge.photo.attach(Pictures.png("first"));
      em.persist(badge);
    });
    unit.runInTransaction(em -> {
      Badge badge = em.find(Badge.class, "7");
      assertThat(badge.photo.isAttached()).isTrue();
      em.remove(badge);
      em.flush();
      em.persist(badge);
      em.flush();
      assertThat(badge.photo.isAttached()).isFalse();
      assertThat(badge.photo.url()).isEmpty();
      badge.photo.attach(Pictures.png("again"));
    });
    unit.settle();
    assertThat(unit.rows("affix_attachments")).isOne();
    assertThat(unit.memory.size()).isOne();
    unit.assertClean();
  }

  @Test
  void aRemovalThatIsRolledBackLeavesNoHandleThatSaysNothing() {
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(Pictures.png("ann")));
    Pseud[] removed = new Pseud[1];
    try (EntityManager em = unit.factory().createEntityManager()) {
      em.getTransaction().begin();
      removed[0] = em.find(Pseud.class, id);
      assertThat(removed[0].icon().isAttached()).isTrue();
      em.remove(removed[0]);
      em.flush();
      em.getTransaction().rollback();
    }
    assertThat(removed[0].icon().toString()).contains("not loaded");
    assertThat(unit.<Boolean>inTransaction(em -> em.find(Pseud.class, id).icon().isAttached()))
        .isTrue();
  }

  @Test
  void whatTheApplicationNotesAboutAFileIsReadWithIt() {
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(Pictures.png("ann")));
    assertThat(blob().metadata()).isEmpty();
    unit.runInTransaction(em ->
        em.createNativeQuery("update affix_blobs set metadata = '{\"taken\": \"2026\"}'")
            .executeUpdate());
    assertThat(blob().metadata()).contains("{\"taken\": \"2026\"}");
    Blob entity = unit.inTransaction(em -> em.find(Blob.class, blob().id()));
    assertThat(entity.metadata()).isEqualTo(blob().metadata());
  }

  private Blob blob() {
    return unit.inTransaction(em -> em.find(Pseud.class, id).icon().blob());
  }

  private List<String> names() {
    return unit.inTransaction(
        em -> em.find(Pseud.class, id).pictures().files().stream().map(f -> f.filename()).toList());
  }
}
