package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.AttachmentOwner;
import dev.affix.HasManyAttached;
import dev.affix.HasOneAttached;
import dev.affix.Upload;
import dev.affix.Visibility;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.lifecycle.Finding;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.serving.GuardedFile;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Owners that were called "writer" are called "author" now; attachments of before are there. */
@ParameterizedClass
@MethodSource("databases")
class FormerOwnersTest {
  private final TestDatabase.Kind kind;
  private final List<GuardedFile> asked = new ArrayList<>();
  private Unit unit;
  private Long ann;
  private Long bob;

  FormerOwnersTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @Entity(name = "Author")
  @AttachmentOwner(
      value = "author",
      formerly = {"writer", "scribe"})
  static class Author {
    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached(visibility = Visibility.GUARDED)
    @Transient
    final AttachedOne portrait = AttachedOne.of(this);

    @HasManyAttached @Transient final AttachedMany pages = AttachedMany.of(this);
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(
            kind,
            10,
            (builder, made) ->
                builder.accessCheck((request, file) -> {
                  asked.add(file);
                  return true;
                }),
            Author.class);
    ann = author("ann");
    bob = author("bob");
    renameBack();
    unit.afterCommit.clear();
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void whatIsNamedAsBeforeIsReadUntilAndAfterItIsRenamed() {
    assertReadAsEver();
    assertThat(unit.affix().find(Author.class, List.of(ann), "pages").get(ann)).hasSize(2);
    assertThat(unit.affix().housekeeping().renamed()).isEqualTo(6);
    assertThat(unit.rows("affix_attachments where owner_type = 'author'")).isEqualTo(6);
    assertReadAsEver();
    assertThat(unit.affix().housekeeping().isIdle()).isTrue();
    unit.assertClean();
  }

  @Test
  void moreThanABatchIsRenamedInOneRun() {
    unit.runInTransaction(em -> {
      var blob = em.find(Author.class, ann).portrait.blob();
      for (int i = 0; i < 500; i++) {
        Author author = new Author();
        em.persist(author);
        author.portrait.attach(blob);
      }
    });
    renameBack();
    assertThat(unit.affix().housekeeping().renamed()).isEqualTo(506);
    assertThat(unit.rows("affix_attachments where owner_type = 'author'")).isEqualTo(506);
  }

  @Test
  void aSlotOfTheNameBeforeIsTaken() {
    unit.runInTransaction(em -> em.find(Author.class, ann).portrait.attach(Pictures.png("new")));
    unit.runInTransaction(em -> {
      AttachedMany pages = em.find(Author.class, ann).pages;
      pages.attach(pages.files().getFirst().blob());
      pages.attach(Unit.text("third"));
      assertThat(pages.size()).isEqualTo(3);
    });
    assertThat(unit.afterCommit.getFirst())
        .isInstanceOfSatisfying(
            AttachmentEvent.Replaced.class,
            replaced -> assertThat(replaced.previous().filename()).isEqualTo("ann.png"));
    assertThat(portrait(ann)).isEqualTo("new.png");
    assertThat(unit.rows("affix_attachments where owner_id = '" + ann + "'")).isEqualTo(4);
    assertThat(unit.rows("affix_attachments where owner_type = 'author'")).isEqualTo(1);
    unit.assertClean();
    assertThat(unit.rows("affix_attachments where owner_type = 'author'")).isEqualTo(7);
  }

  @Test
  void aFreeSlotIsTakenUnderTheNewNameAlone() {
    unit.runInTransaction(em -> em.find(Author.class, ann).portrait.purge());
    unit.runInTransaction(em -> em.find(Author.class, ann).portrait.attach(Pictures.png("new")));
    assertThat(unit.rows("affix_attachments where name = 'portrait' and owner_type = 'author'"))
        .isOne();
    assertThat(unit.rows("affix_attachments where name = 'portrait'")).isEqualTo(2);
    unit.assertClean();
  }

  @Test
  void detachingPurgingAndRemovingReachThem() {
    unit.runInTransaction(em -> {
      Author owner = em.find(Author.class, ann);
      owner.portrait.purge();
      owner.pages.detach(owner.pages.files().getFirst());
      owner.pages.purge(owner.pages.files().getFirst());
    });
    assertThat(unit.rows("affix_attachments where owner_id = '" + ann + "'")).isZero();
    assertThat(unit.rows("affix_blobs where state = 'RETAINED'")).isOne();
    unit.runInTransaction(em -> em.remove(em.find(Author.class, bob)));
    assertThat(unit.rows("affix_attachments")).isZero();
    assertThat(unit.afterCommit).allMatch(event -> event.ownerType().equals("author"));
    unit.settle();
    assertThat(unit.memory.size()).isOne();
  }

  @Test
  void whatANodeThatKnewTheNewNameOnlyPutThereIsSeenAndTheOtherIsRetained() {
    hide();
    assertThat(portrait(ann)).isEqualTo("later.png");
    assertThat(unit.affix().housekeeping().renamed()).isEqualTo(6);
    assertThat(portrait(ann)).isEqualTo("later.png");
    assertThat(unit.rows("affix_attachments where owner_type <> 'author'")).isZero();
    assertThat(unit.rows("affix_blobs where state = 'RETAINED' and filename = 'ann.png'")).isOne();
    unit.assertClean();
  }

  @Test
  void purgingWhatHidAnotherShowsNoOther() {
    hide();
    unit.runInTransaction(em -> em.find(Author.class, ann).portrait.purge());
    assertThat(unit.rows("affix_attachments where name = 'portrait' and owner_id = '" + ann + "'"))
        .isZero();
    unit.assertClean();
  }

  @Test
  void anAuditKnowsTheirOwners() {
    assertThat(unit.affix().audit("memory").isClean()).isTrue();
    unit.runInTransaction(
        em -> em.createNativeQuery("delete from Author where id = " + bob).executeUpdate());
    assertThat(unit.affix().audit("memory").findings())
        .hasSize(3)
        .allMatch(finding -> finding.kind() == Finding.Kind.ATTACHMENT_WITHOUT_OWNER);
  }

  @Test
  void theAccessCheckIsToldTheNewName() {
    URI url = unit.inTransaction(em -> em.find(Author.class, ann).portrait.url().orElseThrow());
    try (FileResponse response =
        unit.affix()
            .handler()
            .handle(FileRequest.of("GET", url.getPath().substring("/files".length())))) {
      assertThat(response.status()).isEqualTo(200);
    }
    assertThat(asked).extracting(GuardedFile::ownerType).containsExactly("author");
  }

  @Test
  void anAttachWaitsForOneUnderTheNameBeforeAndReplacesIt() throws Exception {
    Long carl = author();
    UUID blob = blobOfAnn();
    try (EntityManager other = unit.factory().createEntityManager()) {
      other.getTransaction().begin();
      insertAs("scribe", other, carl, blob);
      CompletableFuture<Void> attach =
          CompletableFuture.runAsync(() ->
              unit.runInTransaction(
                  em -> em.find(Author.class, carl).portrait.attach(Pictures.png("new"))));
      assertBlocked(attach);
      other.getTransaction().commit();
      attach.get(10, TimeUnit.SECONDS);
    }
    assertThat(portrait(carl)).isEqualTo("new.png");
    assertThat(unit.rows("affix_attachments where owner_id = '" + carl + "'")).isOne();
  }

  @Test
  void anInsertUnderTheNameBeforeWaitsForAnAttach() throws Exception {
    Long carl = author();
    UUID blob = blobOfAnn();
    try (EntityManager attaching = unit.factory().createEntityManager()) {
      attaching.getTransaction().begin();
      attaching.find(Author.class, carl).portrait.attach(Pictures.png("new"));
      CompletableFuture<Void> insert =
          CompletableFuture.runAsync(
              () -> unit.runInTransaction(em -> insertAs("writer", em, carl, blob)));
      assertBlocked(insert);
      attaching.getTransaction().commit();
      insert.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void twoAttachesAndARunOfHousekeepingLeaveOneRow() throws Exception {
    for (int round = 0; round < 5; round++) {
      renameBack();
      List<@Nullable Throwable> failures =
          Racing.all(
              List.of(
                  () -> attach(Pictures.png("a")),
                  () -> attach(Pictures.png("b")),
                  () -> unit.affix().housekeeping()));
      assertThat(failures).containsOnlyNulls();
      assertThat(unit.rows("affix_attachments where name = 'portrait'")).isEqualTo(2);
      unit.assertClean();
    }
  }

  private @Nullable Void attach(Upload upload) {
    unit.runInTransaction(em -> em.find(Author.class, ann).portrait.attach(upload));
    return null;
  }

  private void assertReadAsEver() {
    unit.runInTransaction(em ->
        unit.counter.assertStatements(
            3,
            () -> {
              List<Author> all =
                  em.createQuery("from Author order by id", Author.class).getResultList();
              assertThat(all).allMatch(author -> author.portrait.isAttached());
              assertThat(all.get(0).pages.files())
                  .extracting(file -> file.byteSize())
                  .containsExactly(3L, 6L);
            }));
  }

  /** As a node did that was deployed with the new name and without the one before. */
  private void hide() {
    UUID blob =
        unit.inTransaction(em -> {
          Author author = em.find(Author.class, bob);
          author.pages.attach(Pictures.png("later"));
          return author.pages.files().getLast().blob().id();
        });
    unit.runInTransaction(em -> insertAs("author", em, ann, blob));
  }

  private static void insertAs(String type, EntityManager em, Long owner, UUID blob) {
    em.createNativeQuery(
            "insert into affix_attachments (id, owner_type, name, owner_id, slot, position,"
                + " blob_id, created_at) select '"
                + UUID.randomUUID()
                + "', '"
                + type
                + "', 'portrait', '"
                + owner
                + "', 'one', 7, id, created_at from affix_blobs where id = '"
                + blob
                + "'")
        .executeUpdate();
  }

  private static void assertBlocked(CompletableFuture<?> work) {
    assertThatThrownBy(() -> work.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  private UUID blobOfAnn() {
    return unit.inTransaction(em -> em.find(Author.class, ann).portrait.blob().id());
  }

  private String portrait(Long id) {
    return unit.inTransaction(em -> em.find(Author.class, id).portrait.blob().filename());
  }

  private Long author() {
    return unit.inTransaction(em -> {
      Author author = new Author();
      em.persist(author);
      return Objects.requireNonNull(author.id);
    });
  }

  private Long author(String name) {
    Long id = author();
    unit.runInTransaction(em -> {
      Author author = em.find(Author.class, id);
      author.portrait.attach(Pictures.png(name));
      author.pages.attach(Unit.text("one"));
      author.pages.attach(Unit.text("second"));
    });
    return id;
  }

  private void renameBack() {
    unit.runInTransaction(em -> {
      em.createNativeQuery("update affix_attachments set owner_type = 'writer'").executeUpdate();
      em.createNativeQuery(
              "update affix_attachments set owner_type = 'scribe' where name = 'pages'")
          .executeUpdate();
    });
  }
}
