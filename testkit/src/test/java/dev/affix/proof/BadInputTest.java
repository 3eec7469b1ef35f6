package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.Affix;
import dev.affix.AffixException;
import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.AttachmentMappingException;
import dev.affix.HasManyAttached;
import dev.affix.HasOneAttached;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.UploadRejectedException;
import dev.affix.Urls;
import dev.affix.Variant;
import dev.affix.serving.SigningKeys;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import dev.affix.validation.MaxFileSize;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.Transient;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.NotNull;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input gets a message that says what to do, and leaves nothing behind. */
@ParameterizedClass
@MethodSource("databases")
class BadInputTest {
  private final TestDatabase.Kind kind;
  private Unit unit;

  BadInputTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind, 10, (b, u) -> b, Pseud.class, Copyable.class);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void anEmptyFile() {
    assertThatThrownBy(() -> unit.affix().stage(Unit.text("")))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessage("\"note.txt\" is empty; an attachment needs at least one byte");
    assertNothingKept();
  }

  @Test
  void aPageThatSaysItIsAPicture() {
    Upload page =
        Upload.of(
                "<!DOCTYPE html><html><body>hi</body></html>".getBytes(StandardCharsets.UTF_8),
                "me.png")
            .withContentType("image/png");
    assertThatThrownBy(() -> unit.affix().stage(page, Pseud.class, "icon"))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessage(
            "Pseud.icon: \"me.png\" is text/html by its bytes; accepted are image/gif, image/jpeg,"
                + " image/png");
    assertNothingKept();
  }

  @Test
  void aStagedFileOfTheWrongTypeIsRefusedWhenAttached() {
    Long id = unit.pseud("ann");
    StagedBlob text = unit.affix().stage(Unit.text("hello"));
    assertThatThrownBy(
            () -> unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(text)))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining("is text/plain by its bytes");
    assertThat(unit.rows("affix_attachments")).isZero();
    assertThat(unit.rows("affix_blobs where state = 'STAGED'")).isEqualTo(1);
  }

  @Test
  void aFileThatTurnsOutTooLarge() {
    byte[] large = new byte[600 * 1024];
    System.arraycopy(Pictures.bytes("x"), 0, large, 0, Pictures.bytes("x").length);
    Upload stream = Upload.of(new ByteArrayInputStream(large), "large.png");
    assertThatThrownBy(() -> unit.affix().stage(stream, Pseud.class, "icon"))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessage("\"large.png\" is larger than the 512000 bytes that are accepted");
    assertNothingKept();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ../../etc/passwd  | is a path
          C:\\fakepath\\a.png | is a path
          ..                | is no name
          """)
  void aFileNameThatIsAPath(String name, String fault) {
    assertRefused(name, fault);
  }

  @Test
  void aFileNameWithANul() {
    assertRefused("a\0.png", "has the control character U+0000");
  }

  @Test
  void aFileNameThatHidesItsExtension() {
    assertRefused("gpj\u202egnp.exe", "has the direction override U+202E");
  }

  @Test
  void aFileNameOfTenThousandCharacters() {
    assertRefused("x".repeat(10_000), "has 10000 characters, more than 255");
  }

  @Test
  void aWrongLength() {
    Upload upload = Unit.text("four").withLength(5);
    assertThatThrownBy(() -> unit.affix().stage(upload))
        .hasMessageContaining("length is 4, which is too short");
    assertNothingKept();
  }

  @Test
  void tooManyFiles() {
    Long id = unit.pseud("ann");
    assertThatThrownBy(() ->
            unit.runInTransaction(em -> {
              Pseud ann = em.find(Pseud.class, id);
              for (int i = 0; i < 21; i++) {
                ann.pictures().attach(Unit.text("n" + i));
              }
            }))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessage("Pseud.pictures: 21 files are too many; at most 20 are accepted");
    assertThat(unit.rows("affix_attachments")).isZero();
  }

  @Test
  void aStreamForAnOwnerThatIsNew() {
    Pseud ann = new Pseud("ann");
    Upload stream = Upload.of(new ByteArrayInputStream(Pictures.bytes("a")), "a.png");
    assertThatThrownBy(() -> ann.icon().attach(stream))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("call affix.stage(upload)");
  }

  @Test
  void attachingOutsideATransaction() {
    Long id = unit.pseud("ann");
    try (var em = unit.factory().createEntityManager()) {
      Pseud ann = em.find(Pseud.class, id);
      assertThatThrownBy(() -> ann.icon().attach(Pictures.png("a")))
          .isInstanceOf(AffixException.class)
          .hasMessage(
              "Cannot attach to Pseud.icon of #" + id + " outside a transaction; begin one first");
    }
  }

  @Test
  void attachingAfterClear() {
    Long id = unit.pseud("ann");
    unit.runInTransaction(em -> {
      Pseud ann = em.find(Pseud.class, id);
      em.clear();
      assertThatThrownBy(() -> ann.icon().attach(Pictures.png("a")))
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("its owner is detached")
          .hasMessageContaining("find it again in the current session");
      assertThatThrownBy(() -> ann.icon().isAttached())
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("affix.preload(owners, \"icon\")");
    });
  }

  @Test
  void aStatelessInsertWithAFileThatWaits() {
    Pseud ann = new Pseud("ann");
    ann.icon().attach(Pictures.png("a"));
    assertThatThrownBy(() ->
            unit.factory()
                .unwrap(SessionFactory.class)
                .inStatelessTransaction(session -> session.insert(ann)))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("Pseud.icon has a file that waits to be attached");
    assertThat(unit.rows("Pseud")).isZero();
  }

  @Test
  void anOwnerThatWasCloned() throws Exception {
    Copyable original = new Copyable();
    Copyable copy = original.copy();
    unit.runInTransaction(em -> em.persist(original));
    assertThatThrownBy(() -> unit.runInTransaction(em -> em.persist(copy)))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContaining("Copyable.file holds the handle of another object")
        .hasMessageContaining("of(this)");
  }

  @Test
  void aClassThatIsNotMapped() {
    class Stranger {
      final AttachedOne file = AttachedOne.of(this);
    }
    assertThatThrownBy(() -> new Stranger().file.attach(Unit.text("x")))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("Stranger is not a mapped entity");
  }

  @Test
  void aConstraintOfTheApplicationsOwn() {
    Long id = unit.pseud("ann");
    assertThat(id).isPositive();
    Copyable owner = new Copyable();
    unit.runInTransaction(em -> em.persist(owner));
    assertThatThrownBy(() ->
            unit.runInTransaction(
                em -> em.find(Copyable.class, owner.id).file.attach(Unit.text("forbidden"))))
        .isInstanceOf(ConstraintViolationException.class)
        .hasMessageContaining("must not be forbidden");
    assertThat(unit.rows("affix_attachments")).isZero();
  }

  @Test
  void everyFaultOfAMappingIsToldAtOnce() {
    assertThatThrownBy(() -> build(Faulty.class))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContaining("Faulty.unmarked must be @Transient")
        .hasMessageContaining("Faulty.bare has no @HasOneAttached or @HasManyAttached")
        .hasMessageContaining("Faulty.wrong must be of type AttachedOne")
        .hasMessageContaining("Faulty.shared must not be static")
        .hasMessageContaining("Faulty.sized has a constraint that cannot be")
        .hasMessageContaining("declares the variant \"v\" wrongly: width must be 1 to 16384");
  }

  @Test
  void handlesThatAreNotMadeByOfThis() {
    assertThatThrownBy(() -> build(Foreign.class))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContaining(
            "Foreign.nothing is null; initialise the field with AttachedOne.of(this)")
        .hasMessageContaining("Foreign.other holds the handle of another object");
  }

  @Test
  void anUnknownService() {
    assertThatThrownBy(() -> build(Elsewhere.class))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessage(
            "Unknown storage service \"archiv\" on Elsewhere.file; registered are [memory]");
  }

  @Test
  void nothingConfigured() {
    String script =
        switch (kind) {
          case H2 -> "h2.sql";
          case POSTGRES -> "postgresql.sql";
          case MARIADB -> "mariadb.sql";
        };
    try (TestDatabase database = kind.open();
        EntityManagerFactory factory = factory(database, Pseud.class)) {
      assertThatThrownBy(() -> Affix.builder().build(factory))
          .isInstanceOf(AttachmentMappingException.class)
          .hasMessageContaining("No storage service")
          .hasMessageContaining("No signing key")
          .hasMessageContaining("No URLs")
          .hasMessageContaining("run /dev/affix/schema/" + script);
    }
  }

  @Test
  void aSecondAffixForOneFactory() {
    assertThatThrownBy(() -> Affix.builder().build(unit.factory()))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("There is an Affix for this EntityManagerFactory already");
  }

  @Test
  void theTablesCanBeCreatedOnRequest() {
    try (TestDatabase database = kind.open();
        EntityManagerFactory factory = factory(database, Pseud.class);
        Affix affix = configured().createTables().build(factory)) {
      assertThat(affix.stage(Unit.text("x")).byteSize()).isEqualTo(1);
    }
  }

  private void assertRefused(String filename, String fault) {
    assertThatThrownBy(() -> unit.affix().stage(Unit.text("x").withFilename(filename)))
        .isInstanceOf(UploadRejectedException.class)
        .hasMessageContaining(fault)
        .hasMessageContaining("upload.withFilename(..)")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\0", "\u202e"));
    assertNothingKept();
  }

  private void assertNothingKept() {
    unit.settle();
    assertThat(unit.rows("affix_blobs")).isZero();
    assertThat(unit.memory.list()).toIterable().isEmpty();
  }

  private void build(Class<?> entity) {
    try (TestDatabase database = kind.open();
        EntityManagerFactory factory = factory(database, entity)) {
      configured().createTables().build(factory).close();
    }
  }

  private static dev.affix.AffixBuilder configured() {
    return Affix.builder()
        .service("memory", new MemoryService())
        .signingKeys(SigningKeys.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
        .urls(Urls.proxy("/files"));
  }

  private static EntityManagerFactory factory(TestDatabase database, Class<?> entity) {
    return new PersistenceConfiguration("bad")
        .managedClass(entity)
        .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
        .createEntityManagerFactory();
  }

  @Entity
  static class Copyable implements Cloneable {
    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached @NotForbidden @NotNull @Transient final AttachedOne file = AttachedOne.of(this);

    Copyable copy() throws CloneNotSupportedException {
      return (Copyable) clone();
    }
  }

  @Entity
  static class Faulty {
    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached final AttachedOne unmarked = AttachedOne.of(this);
    @Transient final AttachedOne bare = AttachedOne.of(this);
    @HasOneAttached @Transient final AttachedMany wrong = AttachedMany.of(this);
    @HasManyAttached @Transient static AttachedMany shared = AttachedMany.of("nobody");

    @HasOneAttached(
        variants =
            @Variant(
                name = "v",
                resizeToLimit = {0, 10}))
    @MaxFileSize("plenty")
    @Transient
    final AttachedOne sized = AttachedOne.of(this);
  }

  @Entity
  static class Foreign {
    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached @Transient final @Nullable AttachedOne nothing = null;
    @HasOneAttached @Transient final AttachedOne other = AttachedOne.of(new Object());
  }

  @Entity
  static class Elsewhere {
    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached(service = "archiv")
    @Transient
    final AttachedOne file = AttachedOne.of(this);
  }
}
