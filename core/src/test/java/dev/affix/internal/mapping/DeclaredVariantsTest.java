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
    Mappings mappings =
        read(new Declared(Person.class, "photo", "large", LARGE), Entities.person());
    assertThat(mappings.attachment(Person.class, "photo").variants())
        .containsOnlyKeys("small", "large")
        .containsEntry("large", LARGE);
    assertThat(mappings.variation(LARGE.digest())).contains(LARGE);
  }

  @Test
  void holdForSubclassesAndByTableName() {
    Mappings mappings =
        read(new Declared(Book.class, "chapters", "strip", LARGE), Entities.audioBook());
    assertThat(mappings.attachment(AudioBook.class, "tracks").variants()).containsKey("strip");
    assertThat(
            read(new Declared(Photographed.class, "photo", "large", LARGE), Entities.person())
                .attachment(Person.class, "photo")
                .variants())
        .containsKey("large");
  }

  @Test
  void ofNoAttachmentAreAFault() {
    assertThatThrownBy(
            () -> read(new Declared(Person.class, "portrait", "large", LARGE), Entities.person()))
        .isInstanceOf(AttachmentMappingException.class)
        .hasMessageContaining(
            "variant(Person.class, \"portrait\", \"large\", ..) is of no attachment");
  }

  @Test
  void ofANameThatTheAnnotationHasAreAFault() {
    assertThatThrownBy(
            () -> read(new Declared(Person.class, "photo", "small", LARGE), Entities.person()))
        .hasMessageContaining("photo declares the variant \"small\" twice");
  }

  @Test
  void moreThanTheCeilingAreAFault() {
    List<Declared> three =
        IntStream.range(1, 4)
            .mapToObj(i ->
                new Declared(Person.class, "photo", "v" + i, Variation.of(resizeToLimit(i, i))))
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
  void twoNamesOfOneRecipeAreOneRecipe() {
    List<Declared> twins =
        List.of(
            new Declared(Person.class, "photo", "large", LARGE),
            new Declared(Person.class, "photo", "huge", LARGE));
    assertThat(
            Entities.read(new VariantRules(twins, 2, Set.of()), Entities.person())
                .attachment(Person.class, "photo")
                .variants())
        .hasSize(3);
  }

  private static Mappings read(Declared variant, EntityClass entity) {
    return Entities.read(new VariantRules(List.of(variant), 50, Set.of()), entity);
  }
}
