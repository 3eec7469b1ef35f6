package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.lifecycle.Finding;
import dev.affix.model.VariantRecord;
import dev.affix.proof.Shelf.AudioBook;
import dev.affix.proof.Shelf.Book;
import dev.affix.proof.Shelf.Bookend;
import dev.affix.proof.Shelf.Draft;
import dev.affix.proof.Shelf.Letter;
import dev.affix.proof.Shelf.Place;
import dev.affix.proof.Shelf.Seat;
import dev.affix.testkit.database.TestDatabase;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Owners of every kind, and all the ways in which they go. */
@ParameterizedClass
@MethodSource("databases")
class OwnersTest {
  private final TestDatabase.Kind kind;
  private Unit unit;

  OwnersTest(TestDatabase.Kind kind) {
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
            (builder, made) -> builder,
            Shelf.class,
            Book.class,
            AudioBook.class,
            Bookend.class,
            Seat.class,
            Draft.class,
            Letter.class,
            Place.class);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void childrenPersistedByCascadeTakeTheirFilesAlong() {
    Shelf shelf = shelfWithBooks(3);
    assertThat(unit.rows("affix_attachments where owner_type = 'book'")).isEqualTo(3);
    assertThat(unit.rows("affix_attachments where owner_id = '" + shelf.books.get(0).id + "'"))
        .isEqualTo(1);
  }

  @Test
  void aChildAddedToAManagedParentIsFoundAtFlush() {
    Shelf shelf = shelfWithBooks(0);
    unit.runInTransaction(em -> {
      Book book = new Book();
      book.cover.attach(Unit.text("late"));
      em.find(Shelf.class, shelf.id).books.add(book);
    });
    assertThat(unit.rows("affix_attachments where owner_type = 'book'")).isEqualTo(1);
  }

  @Test
  void orphanRemovalPurges() {
    Shelf shelf = shelfWithBooks(3);
    unit.runInTransaction(em -> em.find(Shelf.class, shelf.id).books.removeFirst());
    unit.settle();
    assertThat(unit.rows("affix_attachments where owner_type = 'book'")).isEqualTo(2);
    assertThat(unit.memory.list()).toIterable().hasSize(2);
  }

  @Test
  void cascadedRemovalPurges() {
    Shelf shelf = shelfWithBooks(3);
    unit.runInTransaction(em -> em.remove(em.find(Shelf.class, shelf.id)));
    unit.settle();
    assertThat(unit.rows("affix_attachments")).isZero();
    assertThat(unit.memory.list()).toIterable().isEmpty();
  }

  @Test
  void aStatelessDeleteIsAsSilentAsABulkDelete() {
    Shelf shelf = shelfWithBooks(0);
    unit.runInTransaction(em -> em.find(Shelf.class, shelf.id).plan.attach(Unit.text("plan")));
    unit.factory()
        .unwrap(SessionFactory.class)
        .inStatelessTransaction(session -> session.delete(session.get(Shelf.class, shelf.id)));
    unit.settle();
    assertThat(unit.rows("affix_attachments")).isEqualTo(1);
    assertThat(unit.memory.list()).toIterable().hasSize(1);
  }

  @Test
  void aCascadeOfTheDatabaseIsAsSilentAsABulkDelete() {
    Shelf shelf = shelfWithBooks(0);
    unit.runInTransaction(em -> {
      Bookend bookend = new Bookend();
      bookend.shelf = em.find(Shelf.class, shelf.id);
      bookend.photo.attach(Unit.text("photo"));
      em.persist(bookend);
    });
    unit.runInTransaction(em -> em.remove(em.find(Shelf.class, shelf.id)));
    assertThat(unit.rows("Bookend")).isZero();
    unit.settle();
    assertThat(unit.rows("affix_attachments")).isEqualTo(1);
    assertThat(unit.memory.list()).toIterable().hasSize(1);
    assertThat(unit.affix().audit("memory").findings())
        .extracting(found -> found.kind())
        .containsExactly(Finding.Kind.ATTACHMENT_WITHOUT_OWNER);
  }

  @Test
  void aHierarchyHasOneNameAndInheritsAttachments() {
    AudioBook audio = new AudioBook();
    audio.cover.attach(Unit.text("cover"));
    audio.sample.attach(Unit.text("sample"));
    unit.runInTransaction(em -> em.persist(audio));
    unit.runInTransaction(em -> em.persist(new Book()));

    unit.runInTransaction(em ->
        unit.counter.assertStatements(
            2,
            () -> {
              List<Book> books = em.createQuery("from Shelf$Book", Book.class).getResultList();
              assertThat(books).filteredOn(b -> b.cover.isAttached()).hasSize(1);
            }));
    unit.runInTransaction(
        em -> assertThat(em.find(AudioBook.class, audio.id).sample.isAttached()).isTrue());
    assertThat(unit.rows("affix_attachments where owner_type = 'book'")).isEqualTo(2);
  }

  @Test
  void aCompositeIdIsEscaped() {
    Seat seat = new Seat();
    seat.place = new Place("a|b\\c", 7);
    unit.runInTransaction(em -> {
      em.persist(seat);
      seat.view.attach(Unit.text("stage"));
    });
    String ownerId =
        unit.inTransaction(em ->
            (String)
                em.createNativeQuery("select owner_id from affix_attachments", String.class)
                    .getSingleResult());
    assertThat(ownerId).isEqualTo("a\\|b\\\\c|7");
    unit.runInTransaction(
        em -> assertThat(em.find(Seat.class, seat.place).view.isAttached()).isTrue());
  }

  @Test
  void aSoftDeletedOwnerKeepsItsFiles() {
    Draft draft = new Draft();
    draft.text.attach(Unit.text("draft"));
    unit.runInTransaction(em -> em.persist(draft));
    unit.runInTransaction(em -> em.remove(em.find(Draft.class, draft.id)));
    unit.settle();
    assertThat(unit.rows("affix_attachments")).isEqualTo(1);
    assertThat(unit.memory.list()).toIterable().hasSize(1);
  }

  @Test
  void aSoftDeletedOwnerIsPurgedIfToldSo() {
    Letter letter = new Letter();
    letter.text.attach(Unit.text("letter"));
    unit.runInTransaction(em -> em.persist(letter));
    unit.runInTransaction(em -> em.remove(em.find(Letter.class, letter.id)));
    unit.settle();
    assertThat(unit.rows("affix_attachments")).isZero();
    assertThat(unit.memory.list()).toIterable().isEmpty();
  }

  @Test
  void aBlobThatTheApplicationRefersToSurvivesAPurge() {
    Shelf shelf = shelfWithBooks(0);
    unit.runInTransaction(em -> {
      Shelf managed = em.find(Shelf.class, shelf.id);
      managed.plan.attach(Unit.text("plan"));
      managed.poster = em.getReference(dev.affix.model.Blob.class, managed.plan.blob().id());
    });
    unit.runInTransaction(em -> em.find(Shelf.class, shelf.id).plan.purge());
    unit.settle();
    assertThat(unit.memory.list()).toIterable().hasSize(1);
    unit.runInTransaction(em ->
        assertThat(em.find(Shelf.class, shelf.id).poster)
            .extracting(b -> b.filename())
            .isEqualTo("note.txt"));
  }

  @Test
  void theEntitiesCanBeQueried() {
    shelfWithBooks(2);
    unit.runInTransaction(em -> {
      List<String> names =
          em.createQuery(
                  "select b.filename from AffixAttachment a join a.blob b"
                      + " where a.ownerType = 'book'",
                  String.class)
              .getResultList();
      assertThat(names).containsExactly("note.txt", "note.txt");
      List<VariantRecord> variants =
          em.createQuery("from AffixVariant", VariantRecord.class).getResultList();
      assertThat(variants).isEmpty();
    });
  }

  private Shelf shelfWithBooks(int count) {
    Shelf shelf = new Shelf();
    for (int i = 0; i < count; i++) {
      Book book = new Book();
      book.cover.attach(Unit.text("cover " + i));
      shelf.books.add(book);
    }
    unit.runInTransaction(em -> em.persist(shelf));
    return shelf;
  }
}
