package dev.affix.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AttachedOne;
import dev.affix.AttachmentMappingException;
import dev.affix.AttachmentOwner;
import dev.affix.HasOneAttached;
import dev.affix.Variant;
import dev.affix.image.Analysis;
import dev.affix.image.Gravity.Rule;
import dev.affix.internal.mapping.Entities.Book;
import dev.affix.internal.mapping.Entities.Person;
import dev.affix.validation.MaxFileSize;
import jakarta.persistence.Transient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What entities and their annotations must not say, and how one is told. */
class MappingFaultsTest {
  static class Muddle {
    @HasOneAttached(
        variants = {
          @Variant(
              name = "two",
              resizeToFit = {8, 9},
              resizeAndPad = {8, 9}),
          @Variant(name = "aimless", gravity = Rule.ENTROPY),
          @Variant(
              name = "torn",
              resizeToFill = {8, 9},
              gravity = Rule.ENTROPY,
              focalPoint = {1, 1}),
          @Variant(
              name = "cut",
              crop = {1, 2, 3}),
          @Variant(name = "red", background = "red"),
          @Variant(name = "tilted", rotate = 45),
          @Variant(name = "smeared", blur = 0.001)
        })
    @Transient
    final AttachedOne photo = AttachedOne.of(this);
  }

  @Test
  void recipesThatCannotBeAreToldTogether() {
    assertThatThrownBy(() -> Entities.read(new EntityClass(Muddle.class, Muddle.class, "Muddle")))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContaining("\"two\" wrongly: a variation has at most one resize")
        .hasMessageContaining("\"aimless\" wrongly: gravity and focalPoint go with resizeToFill")
        .hasMessageContaining("\"torn\" wrongly: gravity and focalPoint exclude each other")
        .hasMessageContaining("\"cut\" wrongly: crop takes {x, y, width, height}")
        .hasMessageContaining("\"red\" wrongly: a colour is written #rrggbb, but was \"red\"")
        .hasMessageContaining("\"tilted\" wrongly: rotate takes 90, 180 or 270, but was 45")
        .hasMessageContaining("\"smeared\" wrongly: blur must be 0.3 to 50");
  }

  static class Thorough {
    @HasOneAttached(analyze = {Analysis.HEADER, Analysis.PLACEHOLDER})
    @Transient
    final AttachedOne photo = AttachedOne.of(this);
  }

  @Test
  void oneAnalysisIsEnough() {
    assertFaults(
        List.of("Thorough.photo asks for several analyses; PLACEHOLDER tells what HEADER does"),
        new EntityClass(Thorough.class, Thorough.class, "Thorough"));
  }

  static class Twins {
    @HasOneAttached @Transient final AttachedOne icon = AttachedOne.of(this);

    @HasOneAttached(name = "icon")
    @Transient
    final AttachedOne picture = AttachedOne.of(this);
  }

  static class Shadow extends Book {
    @HasOneAttached
    @Transient
    @SuppressWarnings("HidingField") // what is tested
    final AttachedOne cover = AttachedOne.of(this);
  }

  @Test
  void twoAttachmentsOfOneNameAreAFault() {
    assertFaults(
        List.of("Twins has two attachments named \"icon\""),
        new EntityClass(Twins.class, Twins.class, "Twins"));
    assertFaults(
        List.of("Shadow has two attachments named \"cover\""),
        new EntityClass(Shadow.class, Book.class, "Book"));
  }

  @AttachmentOwner("book")
  static class Leaflet {
    @HasOneAttached @Transient final AttachedOne page = AttachedOne.of(this);
  }

  @AttachmentOwner("")
  static class Nameless {
    @HasOneAttached @Transient final AttachedOne page = AttachedOne.of(this);
  }

  @Test
  void twoHierarchiesOfOneNameAreAFault() {
    assertFaults(
        List.of("Book", "Leaflet", "are both \"book\"", "give one another @AttachmentOwner name"),
        new EntityClass(Book.class, Book.class, "Book"),
        new EntityClass(Leaflet.class, Leaflet.class, "Leaflet"));
    assertFaults(
        List.of("are both \"book\""),
        new EntityClass(Person.class, Person.class, "book"),
        new EntityClass(Leaflet.class, Leaflet.class, "Leaflet"));
  }

  @Test
  void anOwnersNameHas1To100Characters() {
    assertFaults(
        List.of("Nameless must have 1 to 100 characters, but is \"\""),
        new EntityClass(Nameless.class, Nameless.class, "Nameless"));
    assertFaults(
        List.of("must have 1 to 100 characters"),
        new EntityClass(Person.class, Person.class, "p".repeat(101)));
    assertThat(Entities.read(new EntityClass(Person.class, Person.class, "p".repeat(100))).owners())
        .hasSize(1);
  }

  @AttachmentOwner(
      value = "poem",
      formerly = {"book", "poem", ""})
  static class Poem {
    @HasOneAttached @Transient final AttachedOne cover = AttachedOne.of(this);
  }

  @Test
  void aNameOfBeforeIsNobodyElsesAndNoneOfNow() {
    assertFaults(
        List.of(
            "are both \"book\"",
            "Poem was formerly \"poem\", but it is so now",
            "Poem must have 1 to 100 characters, but is \"\""),
        new EntityClass(Book.class, Book.class, "Book"),
        new EntityClass(Poem.class, Poem.class, "Poem"));
  }

  static class Faulty {
    @HasOneAttached
    @MaxFileSize("big")
    @Transient
    final AttachedOne icon = AttachedOne.of(this);
  }

  static class MoreFaulty extends Faulty {}

  @Test
  void allFaultsAreToldAtOnceAndEachOnce() {
    assertThatThrownBy(() ->
            Entities.read(
                new EntityClass(Faulty.class, Faulty.class, "Faulty"),
                new EntityClass(MoreFaulty.class, Faulty.class, "Faulty"),
                new EntityClass(Twins.class, Twins.class, "Twins")))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageStartingWith("2 faults:\n  - ")
        .hasMessageContaining("Faulty.icon has a constraint that cannot be: a size is a number")
        .hasMessageContaining("Twins has two attachments named \"icon\"");
  }

  private static void assertFaults(List<String> parts, EntityClass... entities) {
    assertThatThrownBy(() -> Entities.read(entities))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContainingAll(parts.toArray(String[]::new));
  }
}
