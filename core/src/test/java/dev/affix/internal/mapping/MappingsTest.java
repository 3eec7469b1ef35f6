package dev.affix.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.AttachmentMappingException;
import dev.affix.AttachmentOwner;
import dev.affix.HasManyAttached;
import dev.affix.HasOneAttached;
import dev.affix.Stored;
import dev.affix.Variant;
import dev.affix.Visibility;
import dev.affix.image.Variation;
import dev.affix.internal.rows.Slot;
import dev.affix.storage.ObjectOptions;
import dev.affix.validation.MaxFileSize;
import jakarta.persistence.Transient;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MappingsTest {

  @AttachmentOwner("book")
  static class Book {
    @HasOneAttached(visibility = Visibility.PUBLIC)
    @Transient
    final AttachedOne cover = AttachedOne.of(this);
  }

  static class AudioBook extends Book {
    @HasManyAttached(name = "chapters", service = "tapes")
    @Transient
    final AttachedMany tracks = AttachedMany.of(this);
  }

  static class Plain {}

  static class Photographed {
    @HasOneAttached(
        variants =
            @Variant(
                name = "small",
                resizeToLimit = {10, 20}))
    @Transient
    final AttachedOne photo = AttachedOne.of(this);
  }

  static class Archived {
    @HasOneAttached(
        stored = @Stored(cacheControl = "private", storageClass = "GLACIER_IR"),
        variants = {
          @Variant(
              name = "small",
              resizeToLimit = {10, 20}),
          @Variant(
              name = "large",
              resizeToLimit = {300, 300})
        })
    @Transient
    final AttachedOne scan = AttachedOne.of(this);
  }

  static class Person extends Photographed {}

  static class House extends Photographed {}

  @Test
  void inheritedAttachmentsComeFirstAndTheHierarchyHasOneName() {
    Mappings mappings = read(new EntityClass(Book.class, Book.class, "Book"), audioBook());

    OwnerMapping audio = mappings.of(AudioBook.class).orElseThrow();
    assertThat(audio.ownerType()).isEqualTo("book");
    assertThat(audio.attachments()).extracting(a -> a.name()).containsExactly("cover", "chapters");
    assertThat(audio.attachments()).allMatch(a -> a.ownerType().equals("book"));
    assertThat(mappings.of(Book.class).orElseThrow().attachments()).hasSize(1);
    assertThat(mappings.owners()).hasSize(2);
  }

  @Test
  void anAnnotationsNameIsTheTablesName() {
    AttachmentMapping chapters = read(audioBook()).attachment(AudioBook.class, "chapters");
    assertThat(chapters.name()).isEqualTo("chapters");
    assertThat(chapters.service()).isEqualTo("tapes");
    assertThat(chapters.many()).isTrue();
    assertThat(chapters).hasToString("AudioBook.tracks");
    assertThat(read(audioBook()).attachment(AudioBook.class, "tracks").name())
        .as("the field's name finds it, too")
        .isEqualTo("chapters");
  }

  @Test
  void howToKeepFilesIsTheAttachmentsAndThatOfVariantsIsWhatTheirAttachmentsAgreeOn() {
    Mappings mappings =
        read(
            new EntityClass(Archived.class, Archived.class, "Archived"),
            new EntityClass(House.class, House.class, "House"));
    var options = new ObjectOptions("private", "", "GLACIER_IR", "");
    AttachmentMapping scan = mappings.attachment(Archived.class, "scan");
    assertThat(scan.options()).isEqualTo(options);
    assertThat(mappings.attachment(House.class, "photo").options()).isEqualTo(ObjectOptions.NONE);
    assertThat(mappings.options(scan.variation("large"))).isEqualTo(options);
    assertThat(mappings.options(scan.variation("small")))
        .as("a house's photo has the same recipe and says nothing")
        .isEqualTo(ObjectOptions.NONE);
  }

  @Test
  void whatIsNotSaidHasADefault() {
    AttachmentMapping cover = read(audioBook()).attachment(AudioBook.class, "cover");
    assertThat(cover.service()).isNull();
    assertThat(cover.visibility()).isEqualTo(Visibility.PUBLIC);
    assertThat(cover.limits()).isEqualTo(UploadLimits.NONE);
    assertThat(cover.variants()).isEmpty();
    assertThat(read(person()).attachment(Person.class, "photo").visibility())
        .isEqualTo(Visibility.SIGNED);
  }

  @Test
  void withoutAnAnnotationTheOwnerHasItsRootsEntityName() {
    OwnerMapping person =
        read(new EntityClass(Person.class, Person.class, "Human")).of(Person.class).orElseThrow();
    assertThat(person.ownerType()).isEqualTo("Human");
    assertThat(person.onSoftDelete()).isEqualTo(AttachmentOwner.OnSoftDelete.KEEP);
  }

  @Test
  void aMappedSuperclassServesSeveralOwners() {
    Mappings mappings = read(person(), new EntityClass(House.class, House.class, "House"));
    assertThat(mappings.attachment(Person.class, "photo").ownerType()).isEqualTo("Person");
    assertThat(mappings.attachment(House.class, "photo").ownerType()).isEqualTo("House");
  }

  @Test
  void slotsAreOneForAHasOneAndTheBlobsForAHasMany() {
    Mappings mappings = read(audioBook());
    UUID blob = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
    assertThat(mappings.attachment(AudioBook.class, "cover").slot("7", blob))
        .isEqualTo(new Slot("book", "cover", "7", "one"));
    assertThat(mappings.attachment(AudioBook.class, "chapters").slot("7", blob))
        .isEqualTo(new Slot("book", "chapters", "7", blob.toString()));
  }

  @Test
  void aDeclaredRecipeIsFoundByItsNameAndDigest() {
    Mappings mappings = read(person());
    Variation small = Variation.of(Variation.resizeToLimit(10, 20));
    AttachmentMapping photo = mappings.attachment(Person.class, "photo");
    assertThat(photo.variation("small")).isEqualTo(small);
    assertThat(mappings.variation(small.digest())).contains(small);
    assertThat(mappings.variation("aaaa")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> photo.variation("large"))
        .withMessage("Photographed.photo has no variant \"large\"; declared are [small]");
  }

  @Test
  void unknownNamesAreToldWithWhatThereIs() {
    Mappings mappings = read(audioBook(), new EntityClass(Plain.class, Plain.class, "Plain"));
    assertThat(mappings.of(Plain.class)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mappings.attachment(AudioBook.class, "covers"))
        .withMessage("AudioBook has no attachment \"covers\"; it has [cover, chapters]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mappings.attachment(Plain.class, "icon"))
        .withMessageContaining("is no mapped entity with attachments");
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
    assertThat(read(new EntityClass(Person.class, Person.class, "p".repeat(100))).owners())
        .hasSize(1);
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
            read(
                new EntityClass(Faulty.class, Faulty.class, "Faulty"),
                new EntityClass(MoreFaulty.class, Faulty.class, "Faulty"),
                new EntityClass(Twins.class, Twins.class, "Twins")))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageStartingWith("2 faults:\n  - ")
        .hasMessageContaining("Faulty.icon has a constraint that cannot be: a size is a number")
        .hasMessageContaining("Twins has two attachments named \"icon\"");
  }

  @Test
  void aMappingReachesTheHandleOfAnOwner() {
    AttachmentMapping photo = read(person()).attachment(Person.class, "photo");
    Person person = new Person();
    assertThat(photo.handleOf(person)).isSameAs(person.photo);
  }

  private static EntityClass audioBook() {
    return new EntityClass(AudioBook.class, Book.class, "Book");
  }

  private static EntityClass person() {
    return new EntityClass(Person.class, Person.class, "Person");
  }

  private static Mappings read(EntityClass... entities) {
    return Mappings.read(List.of(entities));
  }

  private static void assertFaults(List<String> parts, EntityClass... entities) {
    assertThatThrownBy(() -> read(entities))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContainingAll(parts.toArray(String[]::new));
  }
}
