package dev.affix.image;

import static dev.affix.image.Variation.format;
import static dev.affix.image.Variation.quality;
import static dev.affix.image.Variation.resizeToFill;
import static dev.affix.image.Variation.resizeToLimit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VariationTest {

  /** Objects on services are named by these: a change here loses every variant there is. */
  static Stream<Arguments> golden() {
    return Stream.of(
        arguments(Variation.of(), "v1", "hp6cnfmu55sjekhju5f2wahqii"),
        arguments(
            Variation.of(resizeToLimit(100, 100)),
            "v1;resizeToLimit=100x100",
            "axqkcp7g2gam7rkgd3r2vdiite"),
        arguments(
            Variation.of(resizeToFill(320, 240), format(ImageFormat.WEBP)),
            "v1;resizeToFill=320x240;format=webp",
            "6cfc5zyocsvdb5clab6ml2sqjm"),
        arguments(
            Variation.of(resizeToLimit(1600, 1200), format(ImageFormat.JPEG), quality(82)),
            "v1;resizeToLimit=1600x1200;format=jpg;quality=82",
            "ltgppdmx7rrbjpy6d3e6dnnw44"),
        arguments(
            Variation.of(format(ImageFormat.PNG)), "v1;format=png", "bonjifdykaavsumspgobmstwnu"),
        arguments(
            Variation.of(format(ImageFormat.GIF)), "v1;format=gif", "c3ki7r2isvkcqmjkepiydjtajy"),
        arguments(Variation.of(quality(1)), "v1;quality=1", "io5ecxoc7yb3fzuwmxaubhkd4a"),
        arguments(
            Variation.of(format(ImageFormat.AVIF), quality(50)),
            "v1;format=avif;quality=50",
            "w7ttmzx665ukbz63x4emvn4lxe"),
        arguments(
            Variation.of(resizeToFill(16_384, 1)),
            "v1;resizeToFill=16384x1",
            "xbzjxmdqnbx44bm6baza57msdm"));
  }

  @ParameterizedTest
  @MethodSource
  void golden(Variation variation, String canonical, String digest) {
    assertThat(variation.canonical()).isEqualTo(canonical);
    assertThat(variation).hasToString(canonical);
    assertThat(variation.digest()).isEqualTo(digest);
  }

  @Test
  void theOrderOfStepsDoesNotMatter() {
    Transformation[] steps = {resizeToFill(3, 4), format(ImageFormat.GIF), quality(9)};
    Set<Variation> spellings = new HashSet<>();
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int[] order : orders) {
      Variation variation = Variation.of(steps[order[0]], steps[order[1]], steps[order[2]]);
      assertThat(variation.resize()).contains(steps[0]);
      assertThat(variation.format()).contains(ImageFormat.GIF);
      assertThat(variation.quality()).contains(9);
      spellings.add(variation);
    }
    assertThat(spellings).hasSize(1);
  }

  @Test
  void differentRecipesDiffer() {
    Set<String> digests = new HashSet<>();
    int recipes = 0;
    for (int side = 1; side <= 50; side++) {
      for (Transformation resize :
          new Transformation[] {
            resizeToFill(side, 7), resizeToFill(7, side + 50), resizeToLimit(side, 7)
          }) {
        digests.add(Variation.of(resize).digest());
        digests.add(Variation.of(resize, quality(side)).digest());
        recipes += 2;
      }
    }
    assertThat(digests).hasSize(recipes).allMatch(digest -> digest.matches("[a-z2-7]{26}"));
  }

  @Test
  void oneStepOfAKindIsEnough() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Variation.of(resizeToFill(1, 1), resizeToLimit(1, 1)))
        .withMessage("a variation has at most one resize");
    assertThatIllegalArgumentException().isThrownBy(() -> Variation.of(quality(1), quality(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Variation.of(format(ImageFormat.PNG), format(ImageFormat.GIF)));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-1, 1", "16385, 1", "1, 16385"})
  void sidesHaveLimits(int width, int height) {
    assertThatIllegalArgumentException().isThrownBy(() -> resizeToFill(width, height));
    assertThatIllegalArgumentException().isThrownBy(() -> resizeToLimit(width, height));
  }

  @Test
  void qualityIs1To100() {
    assertThat(Variation.of(quality(100)).quality()).contains(100);
    assertThatIllegalArgumentException().isThrownBy(() -> quality(0));
    assertThatIllegalArgumentException().isThrownBy(() -> quality(101));
  }

  @ParameterizedTest
  @CsvSource({
    "image/jpeg, JPEG",
    "image/png, PNG",
    "image/gif, GIF",
    "image/webp, WEBP",
    "image/avif, AVIF",
    "image/tiff, PNG",
    "image/svg+xml, PNG",
    "application/pdf, PNG"
  })
  void aSourceKeepsItsFormatWhereItCanBeWritten(String contentType, ImageFormat expected) {
    assertThat(Variation.of().outputFor(contentType)).isEqualTo(expected);
    assertThat(Variation.of(format(ImageFormat.WEBP)).outputFor(contentType))
        .isEqualTo(ImageFormat.WEBP);
  }
}
