package dev.affix.internal.mapping;

import static dev.affix.image.ImageFormat.AVIF;
import static dev.affix.image.ImageFormat.JPEG;
import static dev.affix.image.ImageFormat.WEBP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.affix.AttachedOne;
import dev.affix.HasOneAttached;
import dev.affix.Responsive;
import dev.affix.Variant;
import dev.affix.internal.mapping.ResponsiveSet.Candidate;
import jakarta.persistence.Transient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One declaration becomes ordinary variants, and widths that are told as they come out. */
class ResponsiveSetTest {
  static class Story {
    @HasOneAttached(
        variants =
            @Variant(
                name = "icon",
                resizeToFill = {32, 32}),
        responsive = {
          @Responsive(
              name = "cover",
              widths = {320, 640, 1280},
              formats = {WEBP, JPEG},
              sizes = "(max-width: 600px) 100vw, 600px",
              quality = 70),
          @Responsive(
              name = "plain",
              widths = {100, 200})
        })
    @Transient
    final AttachedOne cover = AttachedOne.of(this);
  }

  private final Mappings mappings =
      Entities.read(new EntityClass(Story.class, Story.class, "Story"));
  private final AttachmentMapping cover = mappings.attachment(Story.class, "cover");

  @Test
  void eachWidthInEachFormatIsAVariant() {
    assertThat(cover.variants().keySet())
        .containsExactlyInAnyOrder(
            "icon",
            "cover-320-webp",
            "cover-640-webp",
            "cover-1280-webp",
            "cover-320-jpeg",
            "cover-640-jpeg",
            "cover-1280-jpeg",
            "plain-100",
            "plain-200");
    assertThat(cover.singleVariants()).containsExactly("icon");
    cover
        .variants()
        .values()
        .forEach(recipe -> assertThat(mappings.variation(recipe.digest())).contains(recipe));
  }

  /** Digests are in URLs and keys: they stay. */
  @Test
  void recipesAreSpelledAsEver() {
    assertThat(cover.variation("cover-640-webp").canonical())
        .isEqualTo("v1;resizeToLimit=640x16384;format=webp;quality=70");
    assertThat(cover.variation("plain-100").canonical()).isEqualTo("v1;resizeToLimit=100x16384");
  }

  @Test
  void noWidthIsBeyondThePicturesOwn() {
    ResponsiveSet set = cover.responsive("cover");
    assertThat(set.candidates(4000)).isEqualTo(candidates(320, 320, 640, 640, 1280, 1280));
    assertThat(set.candidates(1280)).isEqualTo(candidates(320, 320, 640, 640, 1280, 1280));
    assertThat(set.candidates(1279)).isEqualTo(candidates(320, 320, 640, 640, 1280, 1279));
    assertThat(set.candidates(641)).isEqualTo(candidates(320, 320, 640, 640, 1280, 641));
    assertThat(set.candidates(640)).isEqualTo(candidates(320, 320, 640, 640));
    assertThat(set.candidates(500)).isEqualTo(candidates(320, 320, 640, 500));
    assertThat(set.candidates(7)).isEqualTo(candidates(320, 7));
    assertThat(set.candidates(null))
        .as("of a picture that nobody looked at")
        .isEqualTo(candidates(320, 320, 640, 640, 1280, 1280));
  }

  @Test
  void aSetThatIsNotThereNamesThoseThatAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cover.responsive("icon"))
        .withMessage("Story.cover has no responsive set \"icon\"; declared are [cover, plain]");
  }

  static class Muddle {
    @HasOneAttached(
        variants =
            @Variant(
                name = "twin-10",
                resizeToFit = {10, 10}),
        responsive = {
          @Responsive(
              name = "twin",
              widths = {10}),
          @Responsive(
              name = "down",
              widths = {20, 10}),
          @Responsive(
              name = "same",
              widths = {10, 10}),
          @Responsive(
              name = "none",
              widths = {}),
          @Responsive(
              name = "zero",
              widths = {0, 10}),
          @Responsive(
              name = "huge",
              widths = {10, 16_385}),
          @Responsive(
              name = "again",
              widths = {10},
              formats = {AVIF, AVIF}),
          @Responsive(
              name = "blank",
              widths = {10},
              sizes = " "),
          @Responsive(
              name = "best",
              widths = {10},
              quality = 101),
          @Responsive(
              name = "",
              widths = {10}),
          @Responsive(
              name = "long-0123456789-0123456789-0123456789-0123456789-0123456789",
              widths = {1000},
              formats = WEBP)
        })
    @Transient
    final AttachedOne photo = AttachedOne.of(this);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "declares the variant \"twin-10\" twice",
        "\"down\" wrongly: widths go from narrow to wide, each once",
        "\"same\" wrongly: widths go from narrow to wide, each once",
        "\"none\" wrongly: there must be a width",
        "\"zero\" wrongly: width must be 1 to 16384 pixels, but was 0",
        "\"huge\" wrongly: width must be 1 to 16384 pixels, but was 16385",
        "\"again\" wrongly: format AVIF is given twice",
        "\"blank\" wrongly: sizes must say how wide",
        "\"best\" wrongly: quality must be 1 to 100, but was 101",
        "has a responsive set without a name",
        "has not 1 to 64 characters"
      })
  void setsThatCannotBeAreToldTogether(String fault) {
    var faults = new java.util.ArrayList<String>();
    Mappings.read(
        List.of(new EntityClass(Muddle.class, Muddle.class, "Muddle")), VariantRules.NONE, faults);
    assertThat(faults).anySatisfy(told -> assertThat(told).contains("Muddle.photo", fault));
  }

  static class Doubled {
    @HasOneAttached(
        responsive = {
          @Responsive(
              name = "page",
              widths = {10}),
          @Responsive(
              name = "page",
              widths = {20})
        })
    @Transient
    final AttachedOne photo = AttachedOne.of(this);
  }

  @Test
  void twoSetsOfOneNameAreAFault() {
    var faults = new java.util.ArrayList<String>();
    Mappings.read(
        List.of(new EntityClass(Doubled.class, Doubled.class, "Doubled")),
        VariantRules.NONE,
        faults);
    assertThat(faults)
        .singleElement()
        .asString()
        .endsWith("Doubled.photo declares the responsive set \"page\" twice");
  }

  @Test
  void eachWidthInEachFormatCountsAgainstTheCeiling() {
    var story = new EntityClass(Story.class, Story.class, "Story");
    var faults = new java.util.ArrayList<String>();
    Mappings.read(List.of(story), new VariantRules(List.of(), 9, java.util.Set.of()), faults);
    assertThat(faults).isEmpty();
    Mappings.read(List.of(story), new VariantRules(List.of(), 8, java.util.Set.of()), faults);
    assertThat(faults)
        .singleElement()
        .asString()
        .contains("Story.cover has 9 recipes of variants, but may have 8");
  }

  private static List<Candidate> candidates(int... pairs) {
    var candidates = new java.util.ArrayList<Candidate>();
    for (int i = 0; i < pairs.length; i += 2) {
      candidates.add(new Candidate(pairs[i], pairs[i + 1]));
    }
    return candidates;
  }
}
