package dev.affix.image;

import static dev.affix.image.Variation.asStored;
import static dev.affix.image.Variation.background;
import static dev.affix.image.Variation.blur;
import static dev.affix.image.Variation.crop;
import static dev.affix.image.Variation.effort;
import static dev.affix.image.Variation.flip;
import static dev.affix.image.Variation.format;
import static dev.affix.image.Variation.frame;
import static dev.affix.image.Variation.grayscale;
import static dev.affix.image.Variation.lossless;
import static dev.affix.image.Variation.progressive;
import static dev.affix.image.Variation.quality;
import static dev.affix.image.Variation.resizeAndPad;
import static dev.affix.image.Variation.resizeToFill;
import static dev.affix.image.Variation.resizeToFit;
import static dev.affix.image.Variation.resizeToLimit;
import static dev.affix.image.Variation.rotate;
import static dev.affix.image.Variation.sharpen;
import static dev.affix.image.Variation.still;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.affix.image.Gravity.FocalPoint;
import dev.affix.image.Gravity.Rule;
import dev.affix.image.Transformation.Flip.Direction;
import dev.affix.image.Transformation.Resize;
import dev.affix.image.Transformation.ResizeToFill;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
            "xbzjxmdqnbx44bm6baza57msdm"),
        arguments(
            Variation.of(resizeToFit(8, 9)), "v1;resizeToFit=8x9", "cfrwmidhs3dljldmkr2ib37up4"),
        arguments(
            Variation.of(resizeToFill(8, 9, Rule.ATTENTION)),
            "v1;resizeToFill=8x9@attention",
            "lchs3zdzgfc5duzyhwza2cewru"),
        arguments(
            Variation.of(resizeToFill(8, 9, Rule.ENTROPY)),
            "v1;resizeToFill=8x9@entropy",
            "562qbf7rkxblh3uztxa4cdhbw4"),
        arguments(
            Variation.of(resizeToFill(8, 9, new FocalPoint(30, 70))),
            "v1;resizeToFill=8x9@30,70",
            "jqpshlx34fl3dbkeqwheknw6ji"),
        arguments(
            Variation.of(resizeAndPad(8, 9)), "v1;resizeAndPad=8x9", "ym3bhj3htsstz66mhs5yuzqeli"),
        arguments(Variation.of(crop(1, 2, 3, 4)), "v1;crop=3x4+1+2", "ckdr6sfbgzrg6mytjdczzwsbbm"),
        arguments(Variation.of(rotate(270)), "v1;rotate=270", "7mztqybjf45lwwgfdbelntpniu"),
        arguments(
            Variation.of(flip(Direction.HORIZONTAL)),
            "v1;flip=horizontal",
            "6sy4bc5eixj4goua6mm7g675l4"),
        arguments(
            Variation.of(flip(Direction.VERTICAL)),
            "v1;flip=vertical",
            "crxseuqv3ua34pgctyxcviqely"),
        arguments(Variation.of(asStored()), "v1;asStored", "pgp7iqorqvgadsdmezxh3pice4"),
        arguments(Variation.of(blur(1.50)), "v1;blur=1.5", "4zl3qfqsuwtewj6u2cccgd6q2e"),
        arguments(Variation.of(blur(20)), "v1;blur=20", "eilgohskhbyn2saaaz2p7rxl5a"),
        arguments(Variation.of(sharpen(0.75)), "v1;sharpen=0.75", "edxkpgbqv6moxsakuh77x7r77y"),
        arguments(Variation.of(grayscale()), "v1;grayscale", "yitlwdnyk5uwrlnjtifxcb2qnm"),
        arguments(
            Variation.of(background(new Colour(255, 0, 171))),
            "v1;background=ff00ab",
            "e7pzwtb7peaothp2ftkajxarzi"),
        arguments(Variation.of(frame(3)), "v1;frame=3", "6krfbpvusdhp72f3ruukbejeb4"),
        arguments(Variation.of(still()), "v1;still", "t3rogrwzzatlpycr573fcqzvfy"),
        arguments(Variation.of(effort(0)), "v1;effort=0", "xgegwib76gmaijbxzofjuxub7q"),
        arguments(Variation.of(lossless()), "v1;lossless", "ddw73wjvb5v37dhzt7zginzsly"),
        arguments(Variation.of(progressive()), "v1;progressive", "yvvqezkbzy4rqciaxvg7yviwc4"),
        arguments(
            Variation.of(everything()),
            "v1;frame=0;asStored;crop=3x4+1+2;resizeAndPad=5x6;rotate=90;flip=vertical;grayscale;"
                + "blur=0.3;sharpen=5;background=000000;still;format=webp;quality=7;effort=6;"
                + "lossless;progressive",
            "f2w7a57ls4de3my2wvy6dkjkzu"));
  }

  private static Transformation[] everything() {
    return new Transformation[] {
      progressive(),
      lossless(),
      effort(6),
      quality(7),
      format(ImageFormat.WEBP),
      still(),
      background(Colour.BLACK),
      sharpen(5),
      blur(0.3),
      grayscale(),
      flip(Direction.VERTICAL),
      rotate(90),
      resizeAndPad(5, 6),
      crop(1, 2, 3, 4),
      asStored(),
      frame(0)
    };
  }

  /** A step without a golden line could change its spelling unnoticed. */
  @Test
  void everyStepHasAGoldenLine() {
    String lines = golden().map(line -> line.get()[1].toString()).collect(joining());
    Stream.of(Transformation.class, Resize.class)
        .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
        .filter(Class::isRecord)
        .map(Class::getSimpleName)
        .map(name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1))
        .forEach(name -> assertThat(lines).contains(";" + name));
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
      assertThat(variation.resize()).contains(new ResizeToFill(3, 4));
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
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Variation.of(grayscale(), grayscale()))
        .withMessage("a variation has at most one grayscale");
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

  static Stream<ThrowingCallable> nonsense() {
    return Stream.of(
        () -> crop(-1, 0, 1, 1),
        () -> crop(0, 0, 0, 1),
        () -> rotate(45),
        () -> blur(0.29),
        () -> blur(50.01),
        () -> blur(1.005),
        () -> sharpen(5.01),
        () -> frame(-1),
        () -> effort(7),
        () -> new FocalPoint(101, 0),
        () -> new Colour(0, 256, 0),
        () -> Colour.of("red"),
        () -> Colour.of("#fff"));
  }

  @ParameterizedTest
  @MethodSource
  void nonsense(ThrowingCallable step) {
    assertThatIllegalArgumentException().isThrownBy(step);
  }

  @Test
  void coloursAreWrittenAsInCss() {
    assertThat(Colour.of("#ff8000")).isEqualTo(new Colour(255, 128, 0)).hasToString("#ff8000");
    assertThat(Colour.of("FF8000")).isEqualTo(Colour.of("#ff8000"));
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
