package dev.affix.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AttachedOne;
import dev.affix.HasOneAttached;
import dev.affix.Variant;
import jakarta.persistence.Transient;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What variants may name in their place. */
class FallbacksTest {
  private static final VariantRules RULES = new VariantRules(List.of(), 50, Set.of("nobody"));

  static class Chained {
    @HasOneAttached(
        variants = {
          @Variant(
              name = "large",
              resizeToLimit = {9, 9},
              fallback = {"medium", "small"},
              fallbackToOriginal = true,
              placeholder = "nobody"),
          @Variant(
              name = "medium",
              resizeToLimit = {5, 5}),
          @Variant(
              name = "small",
              resizeToLimit = {3, 3})
        })
    @Transient
    final AttachedOne photo = AttachedOne.of(this);
  }

  static class Astray {
    @HasOneAttached(
        variants = {
          @Variant(
              name = "large",
              resizeToLimit = {9, 9},
              fallback = {"tiny", "large"}),
          @Variant(
              name = "small",
              resizeToLimit = {3, 3},
              placeholder = "somebody")
        })
    @Transient
    final AttachedOne photo = AttachedOne.of(this);
  }

  static class Alike {
    @HasOneAttached(
        variants =
            @Variant(
                name = "medium",
                resizeToLimit = {5, 5},
                fallbackToOriginal = true))
    @Transient
    final AttachedOne photo = AttachedOne.of(this);
  }

  @Test
  void areReadInTheirOrder() {
    Mappings mappings = Entities.read(RULES, entity(Chained.class));
    AttachmentMapping photo = mappings.attachment(Chained.class, "photo");
    Fallback fallback = mappings.fallback("large", photo.variation("large").digest()).orElseThrow();
    assertThat(fallback.others())
        .extracting(Fallback.Other::name)
        .containsExactly("medium", "small");
    assertThat(fallback.original()).isTrue();
    assertThat(fallback.placeholder()).isEqualTo("nobody");
    assertThat(mappings.fallback("large", photo.variation("small").digest())).isEmpty();
  }

  @Test
  void ofNothingThatIsThereAreAFault() {
    assertThatThrownBy(() -> Entities.read(RULES, entity(Astray.class)))
        .hasMessageContaining(
            "photo has the fallback \"tiny\" for the variant \"large\", which is none of its other variants [large, small]")
        .hasMessageContaining("has the fallback \"large\" for the variant \"large\"")
        .hasMessageContaining(
            "has the placeholder \"somebody\" for the variant \"small\", which is not registered; call placeholder(\"somebody\", ");
  }

  @Test
  void thatUrlsCannotTellApartAreAFault() {
    assertThatThrownBy(() -> Entities.read(RULES, entity(Chained.class), entity(Alike.class)))
        .hasMessageContaining(
            "declare the variant \"medium\" with one recipe but different fallbacks, and URLs cannot tell them apart; give one another name");
  }

  private static EntityClass entity(Class<?> type) {
    return new EntityClass(type, type, type.getSimpleName());
  }
}
