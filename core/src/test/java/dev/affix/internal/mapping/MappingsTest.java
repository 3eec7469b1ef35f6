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
import dev.affix.image.Gravity.Rule;
import dev.affix.image.ImageFormat;
import dev.affix.image.Transformation.Flip.Direction;
import dev.affix.image.Variation;
import dev.affix.internal.rows.Slot;
import dev.affix.storage.ObjectOptions;
import dev.affix.validation.MaxFileSize;
import jakarta.persistence.Transient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  static class Gallery {
    @HasOneAttached(
        variants = {
          @Variant(
              name = "all",
              resizeToFill = {320, 240},
              focalPoint = {30, 70},
              crop = {1, 2, 3, 4},
              rotate = 90,
              flip = Direction.VERTICAL,
              autoOrient = false,
              blur = 1.5,
              sharpen = 0.5,
              grayscale = true,
              background = "#FF8000",
              frame = 2,
              keepAnimation = false,
              format = ImageFormat.WEBP,
              quality = 70,
              effort = 0,
              lossless = true,
              progressive = true),
          @Variant(
              name = "square",
              resizeToFill = {9, 9},
              gravity = Rule.ATTENTION),
          @Variant(
              name = "fitted",
              resizeToFit = {8, 9}),
          @Variant(
              name = "padded",
              resizeAndPad = {8, 9}),
          @Variant(name = "plain")
        })
    @Transient
    final AttachedOne photo = AttachedOne.of(this);
  }

  @Test
  void annotationsSayWhateverARecipeCan() {
    AttachmentMapping photo =
        read(new EntityClass(Gallery.class, Gallery.class, "Gallery"))
            .attachment(Gallery.class, "photo");
    assertThat(photo.variation("all"))
        .hasToString(
            "v1;frame=2;asStored;crop=3x4+1+2;resizeToFill=320x240@30,70;rotate=90;flip=vertical;"
                + "grayscale;blur=1.5;sharpen=0.5;background=ff8000;still;format=webp;quality=70;"
                + "effort=0;lossless;progressive");
    assertThat(photo.variation("square")).hasToString("v1;resizeToFill=9x9@attention");
    assertThat(photo.variation("fitted")).hasToString("v1;resizeToFit=8x9");
    assertThat(photo.variation("padded")).hasToString("v1;resizeAndPad=8x9");
    assertThat(photo.variation("plain")).hasToString("v1");
  }

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
    assertThatThrownBy(() -> read(new EntityClass(Muddle.class, Muddle.class, "Muddle")))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContaining("\"two\" wrongly: a variation has at most one resize")
        .hasMessageContaining("\"aimless\" wrongly: gravity and focalPoint go with resizeToFill")
        .hasMessageContaining("\"torn\" wrongly: gravity and focalPoint exclude each other")
        .hasMessageContaining("\"cut\" wrongly: crop takes {x, y, width, height}")
        .hasMessageContaining("\"red\" wrongly: a colour is written #rrggbb, but was \"red\"")
        .hasMessageContaining("\"tilted\" wrongly: rotate takes 90, 180 or 270, but was 45")
        .hasMessageContaining("\"smeared\" wrongly: blur must be 0.3 to 50");
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

  @AttachmentOwner(
      value = "novel",
      formerly = {"tale", "story"})
  static class Novel {
    @HasOneAttached @Transient final AttachedOne cover = AttachedOne.of(this);
  }

  @AttachmentOwner(
      value = "poem",
      formerly = {"book", "poem", ""})
  static class Poem {
    @HasOneAttached @Transient final AttachedOne cover = AttachedOne.of(this);
  }

  @Test
  void namesOfBeforeLeadToTheNameOfNow() {
    Mappings mappings = read(audioBook(), new EntityClass(Novel.class, Novel.class, "Novel"));
    assertThat(mappings.formerTypes()).isEqualTo(Map.of("tale", "novel", "story", "novel"));
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
    List<String> faults = new ArrayList<>();
    Mappings mappings = Mappings.read(List.of(entities), faults);
    if (!faults.isEmpty()) {
      throw new AttachmentMappingException(faults.stream().distinct().toList());
    }
    return mappings;
  }

  private static void assertFaults(List<String> parts, EntityClass... entities) {
    assertThatThrownBy(() -> read(entities))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContainingAll(parts.toArray(String[]::new));
  }
}
