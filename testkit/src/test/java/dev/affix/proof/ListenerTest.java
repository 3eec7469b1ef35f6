package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.lifecycle.AttachmentEvent.Attached;
import dev.affix.lifecycle.AttachmentEvent.Detached;
import dev.affix.lifecycle.AttachmentEvent.Purged;
import dev.affix.lifecycle.AttachmentEvent.Replaced;
import dev.affix.lifecycle.AttachmentListener;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What listeners are told, when, and what their faults do. */
@ParameterizedClass
@MethodSource("databases")
class ListenerTest {
  private final TestDatabase.Kind kind;
  private Unit unit;
  private Consumer<AttachmentEvent> inTransaction = event -> {};
  private Consumer<AttachmentEvent> afterCommit = event -> {};
  private final List<AttachmentEvent> heardLater = new ArrayList<>();

  ListenerTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(
            kind,
            10,
            (builder, made) -> builder.listener(faulty()).listener(behindIt()),
            Pseud.class);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void eventsComeInTheTransactionAndAgainAfterItsCommit() {
    Long id = unit.pseud("ann");
    unit.runInTransaction(em -> {
      em.find(Pseud.class, id).icon().attach(Pictures.png("ann"));
      assertThat(unit.inTransaction).singleElement().isInstanceOf(Attached.class);
      em.flush();
      assertThat(unit.afterCommit).isEmpty();
    });
    assertThat(unit.afterCommit).isEqualTo(unit.inTransaction);
    assertThat(unit.afterCommit)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.ownerType()).isEqualTo("pseud");
          assertThat(event.ownerId()).isEqualTo(id.toString());
          assertThat(event.name()).isEqualTo("icon");
          assertThat(event.blob().filename()).isEqualTo("ann.png");
        });
  }

  @Test
  void eachChangeHasItsKind() {
    Long id = unit.pseudWithIcon("old");
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(Pictures.png("new")));
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().detach());
    unit.runInTransaction(em -> em.find(Pseud.class, id).pictures().attach(Pictures.png("p")));
    unit.runInTransaction(em -> em.find(Pseud.class, id).pictures().purgeAll());

    assertThat(unit.afterCommit)
        .extracting(e -> e.getClass().getSimpleName() + " " + e.name() + " " + e.blob().filename())
        .containsExactly(
            "Attached icon old.png",
            "Replaced icon new.png",
            "Detached icon new.png",
            "Attached pictures p.png",
            "Purged pictures p.png");
    assertThat(((Replaced) unit.afterCommit.get(1)).previous().filename()).isEqualTo("old.png");
    assertThat(unit.afterCommit.get(2)).isInstanceOf(Detached.class);
  }

  @Test
  void aRemovedOwnersFilesArePurgedEachUnderItsName() {
    Long id = unit.pseudWithIcon("ann");
    unit.runInTransaction(em -> {
      Pseud ann = em.find(Pseud.class, id);
      ann.pictures().attach(Pictures.png("one"));
      ann.pictures().attach(ann.icon().blob());
    });
    unit.afterCommit.clear();
    unit.runInTransaction(em -> em.remove(em.find(Pseud.class, id)));

    assertThat(unit.afterCommit).hasSize(3).allMatch(e -> e instanceof Purged);
    assertThat(unit.afterCommit)
        .extracting(e -> e.name() + " " + e.blob().filename())
        .containsExactlyInAnyOrder("icon ann.png", "pictures one.png", "pictures ann.png");
    unit.assertClean();
  }

  @Test
  void nothingIsToldAfterARollback() {
    Long id = unit.pseudWithIcon("ann");
    Long other = unit.pseudWithIcon("bob");
    unit.afterCommit.clear();
    unit.inTransaction.clear();
    rollBack(em -> {
      Pseud ann = em.find(Pseud.class, id);
      ann.icon().attach(Pictures.png("new"));
      ann.pictures().attach(Pictures.png("p"));
      ann.icon().purge();
      em.remove(em.find(Pseud.class, other));
    });
    assertThat(unit.inTransaction).hasSize(4);
    unit.settle();
    assertThat(unit.afterCommit).isEmpty();
    assertThat(heardLater).noneMatch(e -> e.blob().filename().equals("new.png"));
    unit.assertClean();
  }

  @Test
  void aFaultAfterTheCommitReachesNeitherTheCallerNorOtherListeners() {
    Long ann = unit.pseud("ann");
    Long bob = unit.pseud("bob");
    afterCommit =
        event -> {
          throw new IllegalStateException("on purpose, to be logged");
        };
    unit.runInTransaction(em -> {
      em.find(Pseud.class, ann).icon().attach(Pictures.png("ann"));
      em.remove(em.find(Pseud.class, bob));
      em.find(Pseud.class, ann).pictures().attach(Pictures.png("p"));
    });
    assertThat(unit.rows("affix_attachments")).isEqualTo(2);
    assertThat(unit.afterCommit).hasSize(2);
    assertThat(heardLater).isEqualTo(unit.afterCommit);
    unit.assertClean();
  }

  @Test
  void aFaultInTheTransactionFailsTheOperationAndTheTransaction() {
    Long id = unit.pseudWithIcon("ann");
    unit.afterCommit.clear();
    inTransaction =
        event -> {
          throw new IllegalStateException("quota of " + event.ownerType());
        };
    assertThatThrownBy(() ->
            unit.runInTransaction(
                em -> em.find(Pseud.class, id).icon().attach(Pictures.png("new"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("quota of pseud");
    assertThatThrownBy(() -> unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge()))
        .isInstanceOf(IllegalStateException.class);
    inTransaction = event -> {};

    assertThat(unit.afterCommit).isEmpty();
    String kept = unit.inTransaction(em -> em.find(Pseud.class, id).icon().blob().filename());
    assertThat(kept).isEqualTo("ann.png");
    Unit.eventually(() -> unit.rows("affix_blobs") == 1);
    unit.assertClean();
    assertThat(unit.memory.list()).toIterable().hasSize(1);
  }

  @Test
  void aListenerSeesTheRowsOfTheTransaction() {
    Long id = unit.pseud("ann");
    List<Long> seen = new ArrayList<>();
    try (var em = unit.factory().createEntityManager()) {
      em.getTransaction().begin();
      inTransaction = event -> seen.add(count(em));
      em.find(Pseud.class, id).icon().attach(Pictures.png("ann"));
      em.find(Pseud.class, id).icon().purge();
      em.getTransaction().commit();
    }
    assertThat(seen).containsExactly(1L, 0L);
  }

  private AttachmentListener faulty() {
    return new AttachmentListener() {
      @Override
      public void inTransaction(AttachmentEvent event) {
        inTransaction.accept(event);
      }

      @Override
      public void afterCommit(AttachmentEvent event) {
        afterCommit.accept(event);
      }
    };
  }

  private AttachmentListener behindIt() {
    return new AttachmentListener() {
      @Override
      public void afterCommit(AttachmentEvent event) {
        heardLater.add(event);
      }
    };
  }

  private static long count(EntityManager em) {
    return em.createQuery("select count(a) from AffixAttachment a", Long.class).getSingleResult();
  }

  private void rollBack(Consumer<EntityManager> work) {
    try (var em = unit.factory().createEntityManager()) {
      em.getTransaction().begin();
      work.accept(em);
      em.flush();
      em.getTransaction().rollback();
    }
  }
}
