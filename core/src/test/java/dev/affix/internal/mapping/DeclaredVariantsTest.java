package dev.affix.internal.mapping;

import static dev.affix.image.Variation.resizeToLimit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AttachmentMappingException;
import dev.affix.image.Variation;
import dev.affix.internal.mapping.Entities.AudioBook;
import dev.affix.internal.mapping.Entities.Book;
import dev.affix.internal.mapping.Entities.Person;
import dev.affix.internal.mapping.Entities.Photographed;
import dev.affix.internal.mapping.VariantRules.Declared;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Variants that are declared in code, and how many there may be. */
class DeclaredVariantsTest {
  private static final Variation LARGE = Variation.of(resizeToLimit(900, 900));

  @Test
  void standBesideThoseOfTheAnnotation() {
    Mappings mappings = read(declared(Person.class, "photo", "large", LARGE), Entities.person());
    assertThat(mappings.attachment(Person.class, "photo").variants())
        .containsOnlyKeys("small", "large")
        .containsEntry("large", LARGE);
    assertThat(mappings.variation(LARGE.digest())).contains(LARGE);
  }

  @Test
  void holdForSubclassesAndByTableName() {
    Mappings mappings =
        read(declared(Book.class, "chapters", "strip", LARGE), Entities.audioBook());
    assertThat(mappings.attachment(AudioBook.class, "tracks").variants()).containsKey("strip");
    assertThat(
            read(declared(Photographed.class, "photo", "large", LARGE), Entities.person())
                .attachment(Person.class, "photo")
                .variants())
        .containsKey("large");
  }

  @Test
  void ofNoAttachmentAreAFault() {
    assertThatThrownBy(
            () -> read(declared(Person.class, "portrait", "large", LARGE), Entities.person()))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContaining(
            "variant(Person.class, \"portrait\", \"large\", ..) is of no attachment");
  }

  @Test
  void ofANameThatTheAnnotationHasAreAFault() {
    assertThatThrownBy(
            () -> read(declared(Person.class, "photo", "small", LARGE), Entities.person()))
        .hasMessageContaining("photo declares the variant \"small\" twice");
  }

  @Test
  void moreThanTheCeilingAreAFault() {
    List<Declared> three =
        IntStream.range(1, 4)
            .mapToObj(
                i -> declared(Person.class, "photo", "v" + i, Variation.of(resizeToLimit(i, i))))
            .toList();
    assertThat(
            Entities.read(new VariantRules(three, 4, Set.of()), Entities.person())
                .attachment(Person.class, "photo")
                .variants())
        .hasSize(4);
    assertThatThrownBy(() -> Entities.read(new VariantRules(three, 3, Set.of()), Entities.person()))
        .hasMessageContaining("photo has 4 recipes of variants, but may have 3")
        .hasMessageContaining("raise variantsPerAttachment(..)");
  }

  @Test
  void sayAllThatAnAnnotationCan() {
    Mappings mappings =
        Entities.read(
            new VariantRules(
                List.of(
                    new Declared(
                        Person.class,
                        "photo",
                        "large",
                        LARGE,
                        new VariantTerms(true, List.of("small"), true, "nobody"))),
                50,
                Set.of("nobody")),
            Entities.person());
    assertThat(mappings.attachment(Person.class, "photo").preprocessed()).containsOnlyKeys("large");
    Fallback fallback = mappings.fallback("large", LARGE.digest()).orElseThrow();
    assertThat(fallback.others()).extracting(Fallback.Other::name).containsExactly("small");
    assertThat(fallback.original()).isTrue();
    assertThat(fallback.placeholder()).isEqualTo("nobody");
  }

  @Test
  void areCheckedAsThoseOfAnnotationsAre() {
    List<Declared> astray =
        List.of(
            new Declared(
                Person.class,
                "photo",
                "large",
                LARGE,
                new VariantTerms(false, List.of("tiny", "large"), false, "somebody")),
            declared(Person.class, "portrait", "large", LARGE));
    assertThatThrownBy(
            () -> Entities.read(new VariantRules(astray, 1, Set.of()), Entities.person()))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageStartingWith("5 faults:")
        .hasMessageContaining("photo has the fallback \"tiny\" for the variant \"large\"")
        .hasMessageContaining("photo has the fallback \"large\" for the variant \"large\"")
        .hasMessageContaining("photo has the placeholder \"somebody\" for the variant \"large\"")
        .hasMessageContaining("has 2 recipes of variants, but may have 1")
        .hasMessageContaining("variant(Person.class, \"portrait\", \"large\", ..) is of no");
  }

  @Test
  void twoNamesOfOneRecipeAreOneRecipe() {
    List<Declared> twins =
        List.of(
            declared(Person.class, "photo", "large", LARGE),
            declared(Person.class, "photo", "huge", LARGE));
    assertThat(
            Entities.read(new VariantRules(twins, 2, Set.of()), Entities.person())
                .attachment(Person.class, "photo")
                .variants())
        .hasSize(3);
  }

  private static Declared declared(
      Class<?> owner, String attachment, String name, Variation variation) {
    return new Declared(owner, attachment, name, variation, VariantTerms.NONE);
  }

  private static Mappings read(Declared variant, EntityClass entity) {
    return Entities.read(new VariantRules(List.of(variant), 50, Set.of()), entity);
  }
}
