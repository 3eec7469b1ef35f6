package dev.affix.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.affix.AttachedOne;
import dev.affix.AttachmentOwner;
import dev.affix.HasOneAttached;
import dev.affix.Stored;
import dev.affix.Variant;
import dev.affix.Visibility;
import dev.affix.image.Gravity.Rule;
import dev.affix.image.ImageFormat;
import dev.affix.image.Transformation.Flip.Direction;
import dev.affix.image.Variation;
import dev.affix.internal.mapping.Entities.AudioBook;
import dev.affix.internal.mapping.Entities.Book;
import dev.affix.internal.mapping.Entities.House;
import dev.affix.internal.mapping.Entities.Person;
import dev.affix.internal.rows.Slot;
import dev.affix.storage.ObjectOptions;
import jakarta.persistence.Transient;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What entities and their annotations say about attachments. */
class MappingsTest {
  static class Plain {}

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

  @Test
  void inheritedAttachmentsComeFirstAndTheHierarchyHasOneName() {
    Mappings mappings =
        Entities.read(new EntityClass(Book.class, Book.class, "Book"), Entities.audioBook());

    OwnerMapping audio = mappings.of(AudioBook.class).orElseThrow();
    assertThat(audio.ownerType()).isEqualTo("book");
    assertThat(audio.attachments()).extracting(a -> a.name()).containsExactly("cover", "chapters");
    assertThat(audio.attachments()).allMatch(a -> a.ownerType().equals("book"));
    assertThat(mappings.of(Book.class).orElseThrow().attachments()).hasSize(1);
    assertThat(mappings.owners()).hasSize(2);
  }

  @Test
  void anAnnotationsNameIsTheTablesName() {
    AttachmentMapping chapters =
        Entities.read(Entities.audioBook()).attachment(AudioBook.class, "chapters");
    assertThat(chapters.name()).isEqualTo("chapters");
    assertThat(chapters.service()).isEqualTo("tapes");
    assertThat(chapters.many()).isTrue();
    assertThat(chapters).hasToString("AudioBook.tracks");
    assertThat(Entities.read(Entities.audioBook()).attachment(AudioBook.class, "tracks").name())
        .as("the field's name finds it, too")
        .isEqualTo("chapters");
  }

  @Test
  void howToKeepFilesIsTheAttachmentsAndThatOfVariantsIsWhatTheirAttachmentsAgreeOn() {
    Mappings mappings =
        Entities.read(
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
    AttachmentMapping cover =
        Entities.read(Entities.audioBook()).attachment(AudioBook.class, "cover");
    assertThat(cover.service()).isNull();
    assertThat(cover.visibility()).isEqualTo(Visibility.PUBLIC);
    assertThat(cover.limits()).isEqualTo(UploadLimits.NONE);
    assertThat(cover.variants()).isEmpty();
    assertThat(Entities.read(Entities.person()).attachment(Person.class, "photo").visibility())
        .isEqualTo(Visibility.SIGNED);
  }

  @Test
  void withoutAnAnnotationTheOwnerHasItsRootsEntityName() {
    OwnerMapping person =
        Entities.read(new EntityClass(Person.class, Person.class, "Human"))
            .of(Person.class)
            .orElseThrow();
    assertThat(person.ownerType()).isEqualTo("Human");
    assertThat(person.onSoftDelete()).isEqualTo(AttachmentOwner.OnSoftDelete.KEEP);
  }

  @Test
  void aMappedSuperclassServesSeveralOwners() {
    Mappings mappings =
        Entities.read(Entities.person(), new EntityClass(House.class, House.class, "House"));
    assertThat(mappings.attachment(Person.class, "photo").ownerType()).isEqualTo("Person");
    assertThat(mappings.attachment(House.class, "photo").ownerType()).isEqualTo("House");
  }

  @Test
  void slotsAreOneForAHasOneAndTheBlobsForAHasMany() {
    Mappings mappings = Entities.read(Entities.audioBook());
    UUID blob = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
    assertThat(mappings.attachment(AudioBook.class, "cover").slot("7", blob))
        .isEqualTo(new Slot("book", "cover", "7", "one"));
    assertThat(mappings.attachment(AudioBook.class, "chapters").slot("7", blob))
        .isEqualTo(new Slot("book", "chapters", "7", blob.toString()));
  }

  @Test
  void aDeclaredRecipeIsFoundByItsNameAndDigest() {
    Mappings mappings = Entities.read(Entities.person());
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
        Entities.read(new EntityClass(Gallery.class, Gallery.class, "Gallery"))
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

  @Test
  void unknownNamesAreToldWithWhatThereIs() {
    Mappings mappings =
        Entities.read(Entities.audioBook(), new EntityClass(Plain.class, Plain.class, "Plain"));
    assertThat(mappings.of(Plain.class)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mappings.attachment(AudioBook.class, "covers"))
        .withMessage("AudioBook has no attachment \"covers\"; it has [cover, chapters]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mappings.attachment(Plain.class, "icon"))
        .withMessageContaining("is no mapped entity with attachments");
  }

  @AttachmentOwner(
      value = "novel",
      formerly = {"tale", "story"})
  static class Novel {
    @HasOneAttached @Transient final AttachedOne cover = AttachedOne.of(this);
  }

  @Test
  void namesOfBeforeLeadToTheNameOfNow() {
    Mappings mappings =
        Entities.read(Entities.audioBook(), new EntityClass(Novel.class, Novel.class, "Novel"));
    assertThat(mappings.formerTypes()).isEqualTo(Map.of("tale", "novel", "story", "novel"));
  }

  @Test
  void aMappingReachesTheHandleOfAnOwner() {
    AttachmentMapping photo = Entities.read(Entities.person()).attachment(Person.class, "photo");
    Person person = new Person();
    assertThat(photo.handleOf(person)).isSameAs(person.photo);
  }
}
