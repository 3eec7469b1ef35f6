package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.AttachedOne;
import dev.affix.lifecycle.AuditReport;
import dev.affix.lifecycle.Finding;
import dev.affix.lifecycle.Finding.Kind;
import dev.affix.proof.Garage.Bike;
import dev.affix.proof.Garage.Car;
import dev.affix.proof.Garage.Holiday;
import dev.affix.proof.Garage.Trailer;
import dev.affix.proof.Garage.Vehicle;
import dev.affix.proof.Shelf.AudioBook;
import dev.affix.proof.Shelf.Book;
import dev.affix.proof.Shelf.Draft;
import dev.affix.proof.Shelf.Letter;
import dev.affix.proof.Shelf.Place;
import dev.affix.proof.Shelf.Seat;
import dev.affix.storage.Checksums;
import dev.affix.storage.PutRequest;
import dev.affix.storage.PutRequest.Existing;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.OnMemory;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of finding, and what must not be taken for one. */
@ParameterizedClass
@MethodSource("databases")
class AuditTest {
  private final TestDatabase.Kind kind;
  private Unit unit;

  AuditTest(TestDatabase.Kind kind) {
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
            (builder, made) -> builder.service("other", new MemoryService()),
            Pseud.class,
            Shelf.class,
            Book.class,
            AudioBook.class,
            Seat.class,
            Draft.class,
            Letter.class,
            Place.class,
            Vehicle.class,
            Car.class,
            Bike.class,
            Trailer.class,
            Garage.Slot.class,
            Holiday.class);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void whereAllIsWellItSaysHowMuchThatIs() {
    unit.pseudWithIcon("ann");
    unit.pseudWithIcon("ben");
    unit.affix().stage(Unit.text("waiting"));
    Long id = unit.pseudWithIcon("cat");
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().detach());
    AuditReport report = unit.affix().audit("memory");
    assertThat(report.isClean()).as(report.text()).isTrue();
    assertThat(report.objects()).isEqualTo(4);
    assertThat(report.same()).isEqualTo(4);
    assertThat(report.attachments()).isEqualTo(2);
    assertThat(report.unchecked()).isEmpty();
  }

  @Test
  void anObjectOfAnotherSizeDiffers() {
    unit.pseudWithIcon("ann");
    StorageKey key = unit.memory.list().next().key();
    put(key, 3);
    Finding found = only(Kind.DIFFERENT);
    assertThat(found.key()).isEqualTo(key.value());
    assertThat(found.detail()).startsWith("has 3 bytes, and ");
    assertThat(found.rowId()).isPresent();
  }

  @Test
  void anObjectOfTheSameSizeButAnotherChecksumDiffers() {
    unit.affix().stage(Unit.text("abc"));
    StorageKey key = unit.memory.list().next().key();
    String sha256 = "709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c";
    put(
        new PutRequest(
            key,
            "text/plain",
            OptionalLong.empty(),
            new Checksums(null, sha256, null),
            Existing.REPLACE),
        3);
    assertThat(only(Kind.DIFFERENT).detail()).isEqualTo("has another sha256 than its row");
  }

  @Test
  void aChecksumThatNoServiceWroteIsNotCompared() {
    unit.affix().stage(Unit.text("abc"));
    unit.runInTransaction(em ->
        em.createNativeQuery("update affix_blobs set md5 = 'ABC', sha256 = null").executeUpdate());
    assertThat(unit.affix().audit("memory").isClean()).isTrue();
  }

  @Test
  void aStoredBlobWithoutAttachmentIsTold() {
    unit.pseudWithIcon("ann");
    unit.runInTransaction(
        em -> em.createNativeQuery("delete from affix_attachments").executeUpdate());
    assertThat(only(Kind.BLOB_WITHOUT_ATTACHMENT).key())
        .isEqualTo(unit.memory.list().next().key().value());
  }

  @Test
  void aBlobThatTheApplicationRefersToIsAttachedEnough() {
    unit.runInTransaction(em -> {
      Shelf shelf = new Shelf();
      em.persist(shelf);
      shelf.plan.attach(Unit.text("plan"));
      shelf.poster = shelf.plan.blob();
    });
    unit.runInTransaction(
        em -> em.createNativeQuery("delete from affix_attachments").executeUpdate());
    assertThat(unit.affix().audit("memory").isClean()).isTrue();
  }

  @Test
  void anOwnerTypeThatNoEntityHasIsTold() {
    unit.pseudWithIcon("ann");
    unit.runInTransaction(em ->
        em.createNativeQuery("update affix_attachments set owner_type = 'nym'").executeUpdate());
    assertThat(only(Kind.UNKNOWN_OWNER_TYPE).detail()).startsWith("is icon of \"nym\" \"");
  }

  @Test
  void ownersThatWentInBulkLeaveAttachmentsWithoutOwner() {
    Long gone = unit.pseudWithIcon("ann");
    unit.pseudWithIcon("ben");
    delete("Pseud", "id = " + gone);
    Finding found = only(Kind.ATTACHMENT_WITHOUT_OWNER);
    assertThat(found.detail()).isEqualTo("is icon of pseud \"" + gone + "\", which is gone");
    assertThat(unit.rows("affix_attachments where id = '" + found.rowId().orElseThrow() + "'"))
        .isOne();
    assertThat(unit.affix().audit("other").isClean()).as("it is not on the other service").isTrue();
  }

  @Test
  void anOwnerIdThatIsNoneOfItsTypeHasNoOwner() {
    unit.pseudWithIcon("ann");
    unit.runInTransaction(em ->
        em.createNativeQuery("update affix_attachments set owner_id = '1st'").executeUpdate());
    assertThat(only(Kind.ATTACHMENT_WITHOUT_OWNER).detail())
        .isEqualTo("is icon of pseud \"1st\", which is no id of that type");
  }

  @Test
  void ownersOfEveryKindAreFoundAndMissed() {
    persist(new Shelf(), shelf -> shelf.plan);
    persist(new Book(), book -> book.cover);
    persist(new AudioBook(), book -> book.sample);
    persist(seat("a|b\\c", 7), seat -> seat.view);
    persist(slot("z", 3), slot -> slot.plan);
    persist(vehicle(new Car(), "HH 1"), car -> car.photo);
    persist(vehicle(new Bike(), "HH 2"), bike -> bike.photo);
    AuditReport before = unit.affix().audit("memory");
    assertThat(before.isClean()).as(before.text()).isTrue();
    assertThat(before.attachments()).isEqualTo(7);

    persist(seat("a", 7), seat -> seat.view);
    persist(slot("z", 4), slot -> slot.plan);
    persist(vehicle(new Car(), "HH 3"), car -> car.photo);
    delete("Shelf$Seat", "place.room = 'a'");
    delete("Slot", "place = 4");
    delete("Car", "plate = 'HH 3'");
    AuditReport after = unit.affix().audit("memory");
    assertThat(after.findings())
        .extracting(Finding::detail)
        .containsExactlyInAnyOrder(
            "is view of Shelf$Seat \"a|7\", which is gone",
            "is plan of Slot \"z|4\", which is gone",
            "is photo of Vehicle \"HH 3\", which is gone");
    assertThat(after.count(Kind.ATTACHMENT_WITHOUT_OWNER)).isEqualTo(3);
  }

  @Test
  void ownersThatHibernateHidesAreThere() {
    Draft draft = persist(new Draft(), d -> d.text);
    Trailer trailer = new Trailer();
    persist(trailer, t -> t.photo);
    unit.runInTransaction(em -> em.remove(em.find(Draft.class, draft.id)));
    unit.runInTransaction(
        em -> em.createNativeQuery("update Trailer set scrapped = true").executeUpdate());
    assertThat(unit.<Object>inTransaction(em -> em.createQuery("from Trailer").getResultList()))
        .isEqualTo(List.of());
    AuditReport report = unit.affix().audit("memory");
    assertThat(report.isClean()).as(report.text()).isTrue();
    assertThat(report.attachments()).isEqualTo(2);
  }

  @Test
  void ownersWhoseIdsCannotBeReadAreSaidToBeUnchecked() {
    Holiday day = new Holiday();
    day.celebrated = LocalDate.of(2024, 2, 29);
    persist(day, d -> d.note);
    AuditReport report = unit.affix().audit("memory");
    assertThat(report.isClean()).isTrue();
    assertThat(report.attachments()).isZero();
    assertThat(report.unchecked())
        .singleElement()
        .asString()
        .startsWith("owners of note of \"Holiday\"");
  }

  @Test
  void thousandsAreCountedAndTheFirstOfThemListed() {
    for (int i = 0; i < 1_100; i++) {
      put(StorageKey.random(), 1);
    }
    AuditReport report = unit.affix().audit("memory");
    assertThat(report.count(Kind.OBJECT_WITHOUT_ROW)).isEqualTo(1_100);
    assertThat(report.stray()).hasSize(AuditReport.MAX_LISTED).isSorted();
    assertThat(report.objects()).isEqualTo(1_100);
  }

  @Test
  void whatIsAddedAndRemovedMeanwhileIsNoFinding() {
    Long gone = unit.pseudWithIcon("ann");
    Iterator<StoredObject> late = unit.memory.list();
    List<StoredObject> before = new ArrayList<>();
    late.forEachRemaining(before::add);
    var slow = new Relisting(unit.memory, before);
    try (Unit other =
        Unit.open(
            kind,
            10,
            (builder, made) -> builder.service("slow", slow).defaultService("slow"),
            Pseud.class)) {
      Long there = other.pseudWithIcon("ben");
      slow.listed.clear();
      slow.listed.addAll(before);
      slow.beforeListing =
          () -> {
            unit.memory.delete(before.get(0).key());
            other.runInTransaction(
                em -> em.find(Pseud.class, there).pictures().attach(Unit.text("x")));
          };
      AuditReport report = other.affix().audit("slow");
      assertThat(report.isClean()).as(report.text()).isTrue();
      assertThat(gone).isNotNull();
    }
  }

  @Test
  void aListingOutOfOrderIsRefused() {
    put(StorageKey.of("a"), 1);
    put(StorageKey.of("b"), 1);
    List<StoredObject> objects = new ArrayList<>();
    unit.memory.list().forEachRemaining(objects::add);
    Collections.reverse(objects);
    try (Unit other =
        Unit.open(
            kind,
            10,
            (builder, made) -> builder.service("wrong", new Relisting(unit.memory, objects)),
            Pseud.class)) {
      assertThatThrownBy(() -> other.affix().audit("wrong"))
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("\"a\" after \"b\"");
    }
  }

  private Finding only(Kind expected) {
    AuditReport report = unit.affix().audit("memory");
    assertThat(report.isClean()).isFalse();
    assertThat(report.findings()).as(report.text()).hasSize(1);
    assertThat(report.count(expected)).isOne();
    return report.findings(expected).get(0);
  }

  private <T> T persist(T owner, Function<T, AttachedOne> handle) {
    unit.runInTransaction(em -> {
      em.persist(owner);
      handle.apply(owner).attach(Unit.text(owner.getClass().getSimpleName()));
    });
    return owner;
  }

  /** As a bulk statement does, which no listener hears of. */
  private void delete(String entity, String condition) {
    unit.runInTransaction(em ->
        em.unwrap(Session.class)
            .createMutationQuery("delete " + entity + " where " + condition)
            .executeUpdate());
  }

  private static Seat seat(String room, int number) {
    Seat seat = new Seat();
    seat.place = new Place(room, number);
    return seat;
  }

  private static Garage.Slot slot(String section, int place) {
    Garage.Slot slot = new Garage.Slot();
    slot.section = section;
    slot.place = place;
    return slot;
  }

  private static <V extends Vehicle> V vehicle(V vehicle, String plate) {
    vehicle.plate = plate;
    return vehicle;
  }

  private void put(StorageKey key, int size) {
    put(PutRequest.of(key, "application/octet-stream").replacing(), size);
  }

  private void put(PutRequest request, int size) {
    try (InputStream in = new ByteArrayInputStream(new byte[size])) {
      unit.memory.put(request, in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Lists what it is told, and does something before that. */
  private static final class Relisting extends OnMemory {
    final List<StoredObject> listed;
    Runnable beforeListing = () -> {};

    Relisting(MemoryService memory, List<StoredObject> listed) {
      super(memory);
      this.listed = new ArrayList<>(listed);
    }

    @Override
    public Iterator<StoredObject> list() {
      beforeListing.run();
      return List.copyOf(listed).iterator();
    }

    @Override
    public Iterator<StoredObject> listAfter(StorageKey after) {
      return Objects.requireNonNull(list());
    }
  }
}
