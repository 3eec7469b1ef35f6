package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.AttachedOne;
import dev.affix.HasOneAttached;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Owners whose ids are, or contain, other entities. */
@ParameterizedClass
@MethodSource("databases")
class AssociatedIdsTest {
  private final TestDatabase.Kind kind;
  private Unit unit;
  private Long houseId;

  AssociatedIdsTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @Entity(name = "House")
  static class House {
    @Id @GeneratedValue @Nullable Long id;

    String street = "";
  }

  /** The house itself is its id. */
  @Entity(name = "Roof")
  static class Roof {
    @Id @OneToOne @Nullable House house;

    @HasOneAttached @Transient final AttachedOne photo = AttachedOne.of(this);
  }

  /** Without an id class: the flat is its own id. */
  @Entity(name = "Flat")
  static class Flat implements Serializable {
    private static final long serialVersionUID = 1L;

    @Id @ManyToOne @Nullable House house;

    @Id int number;

    @HasOneAttached @Transient final AttachedOne photo = AttachedOne.of(this);
  }

  record RoomId(Long house, int number) implements Serializable {}

  @Entity(name = "Room")
  @IdClass(RoomId.class)
  static class Room {
    @Id @ManyToOne @Nullable House house;

    @Id int number;

    @HasOneAttached @Transient final AttachedOne photo = AttachedOne.of(this);
  }

  @Entity(name = "Garden")
  static class Garden {
    @Id @Nullable Long id;

    @MapsId @OneToOne @Nullable House house;

    @HasOneAttached @Transient final AttachedOne photo = AttachedOne.of(this);
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(
            kind,
            10,
            (builder, made) -> builder,
            House.class,
            Roof.class,
            Flat.class,
            Room.class,
            Garden.class);
    houseId =
        unit.inTransaction(em -> {
          House house = new House();
          em.persist(house);
          return Objects.requireNonNull(house.id);
        });
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void anIdThatIsAnEntity() {
    unit.runInTransaction(em -> {
      Roof roof = new Roof();
      roof.house = em.getReference(House.class, houseId);
      em.persist(roof);
      roof.photo.attach(Unit.text("roof"));
    });
    assertThat(ownerIds()).containsExactly(houseId.toString());
    unit.runInTransaction(em ->
        assertThat(em.createQuery("from Roof", Roof.class).getSingleResult().photo.isAttached())
            .isTrue());
    removeAll("Roof");
  }

  @Test
  void aPartThatIsAnEntityWithoutAnIdClass() {
    unit.runInTransaction(em -> {
      Flat flat = new Flat();
      flat.house = em.find(House.class, houseId);
      flat.number = 7;
      flat.photo.attach(Unit.text("flat"));
      em.persist(flat);
    });
    assertThat(ownerIds()).containsExactly(houseId + "|7");
    unit.runInTransaction(em ->
        assertThat(em.createQuery("from Flat", Flat.class).getSingleResult().photo.isAttached())
            .isTrue());
    removeAll("Flat");
  }

  @Test
  void aPartThatIsAnEntityWithAnIdClass() {
    unit.runInTransaction(em -> {
      Room room = new Room();
      room.house = em.getReference(House.class, houseId);
      room.number = 7;
      em.persist(room);
      room.photo.attach(Unit.text("room"));
    });
    assertThat(ownerIds()).containsExactly(houseId + "|7");
    unit.runInTransaction(
        em -> assertThat(em.find(Room.class, new RoomId(houseId, 7)).photo.isAttached()).isTrue());
    assertThat(unit.affix().find(Room.class, List.of(new RoomId(houseId, 7)), "photo").values())
        .singleElement()
        .satisfies(views -> assertThat(views).hasSize(1));
    removeAll("Room");
  }

  @Test
  void anIdThatIsMappedFromAnEntity() {
    unit.runInTransaction(em -> {
      Garden garden = new Garden();
      garden.house = em.getReference(House.class, houseId);
      garden.photo.attach(Unit.text("garden"));
      em.persist(garden);
    });
    assertThat(ownerIds()).containsExactly(houseId.toString());
    unit.runInTransaction(
        em -> assertThat(em.find(Garden.class, houseId).photo.isAttached()).isTrue());
    removeAll("Garden");
  }

  private List<String> ownerIds() {
    return unit.inTransaction(
        em -> em.createQuery("select ownerId from AffixAttachment", String.class).getResultList());
  }

  private void removeAll(String entity) {
    unit.runInTransaction(
        em -> em.createQuery("from " + entity, Object.class).getResultList().forEach(em::remove));
    unit.settle();
    assertThat(unit.rows("affix_attachments")).isZero();
    assertThat(unit.memory.size()).isZero();
  }
}
