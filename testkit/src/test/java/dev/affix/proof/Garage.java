package dev.affix.proof;

import dev.affix.AttachedOne;
import dev.affix.HasOneAttached;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.time.LocalDate;
import org.hibernate.annotations.SQLRestriction;

/** Owners that Hibernate hides, spreads over tables, or gives ids of their own kind. */
final class Garage {
  private Garage() {}

  /** A table for each concrete class. */
  @Entity(name = "Vehicle")
  @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
  abstract static class Vehicle {
    @Id String plate = "";

    @HasOneAttached @Transient final AttachedOne photo = AttachedOne.of(this);
  }

  @Entity(name = "Car")
  static class Car extends Vehicle {}

  @Entity(name = "Bike")
  static class Bike extends Vehicle {}

  /** Queries do not see scrapped ones. */
  @Entity(name = "Trailer")
  @SQLRestriction("scrapped = false")
  static class Trailer {
    @Id int number;

    boolean scrapped;

    @HasOneAttached @Transient final AttachedOne photo = AttachedOne.of(this);
  }

  /** Id of {@link Slot}: its parts are declared in another order than they stand in the text. */
  record SlotId(String section, int place) implements Serializable {}

  @Entity(name = "Slot")
  @IdClass(SlotId.class)
  static class Slot {
    @Id String section = "";
    @Id int place;

    @HasOneAttached @Transient final AttachedOne plan = AttachedOne.of(this);
  }

  /** Its id is a type whose text is not read back. */
  @Entity(name = "Holiday")
  static class Holiday {
    @Id LocalDate celebrated = LocalDate.EPOCH;

    @HasOneAttached @Transient final AttachedOne note = AttachedOne.of(this);
  }
}
