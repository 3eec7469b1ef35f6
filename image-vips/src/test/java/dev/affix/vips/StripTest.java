package dev.affix.vips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.Gravity;
import dev.affix.image.Transformation;
import dev.affix.image.Variation;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames made smaller together are, pixel by pixel, what libvips makes of each for itself. */
class StripTest {
  private static final Engine ENGINE = LibraryFinder.find(null);
  private static final Images IMAGES = ENGINE.vips.images;
  private static final int FRAMES = 5;

  /**
   * Of 255, in any pixel: libvips rounds to whole numbers after each pass, and the passes come in
   * another order.
   */
  private static final int ROUNDING = 3;

  @ParameterizedTest
  @CsvSource({
    "400, 300, 100, 100",
    "401, 301, 97, 97",
    "90, 400, 100, 100",
    "400, 9, 100, 100",
    "64, 64, 64, 64",
    "65, 64, 64, 64",
    "3, 1000, 10, 10",
  })
  void eachFrameIsAsForItself(int width, int height, int boxWidth, int boxHeight) {
    for (int bands : List.of(1, 3, 4)) {
      assertAsEach(width, height, bands, Variation.resizeToLimit(boxWidth, boxHeight));
    }
  }

  /** 402 columns cannot be averaged by four; three are, and the better filter has more to do. */
  @Test
  void columnsThatDoNotGoIntoTheWidthAreLeftToTheBetterFilter() {
    try (var scope = new VipsScope(ENGINE.vips)) {
      MemorySegment blurred =
          scope
              .operation("gaussblur")
              .image("in", strip(scope, 402, 224, 3))
              .set("sigma", "4")
              .run();
      assertAsEach(scope, scope.compute(blurred), Variation.resizeToLimit(50, 50));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void whatIsCutAwayIsTheSame(int bands) {
    var crop = Variation.crop(31, 17, 211, 150);
    assertAsEach(320, 240, bands, crop, Variation.resizeToLimit(60, 60));
    assertAsEach(320, 241, bands, Variation.resizeToFill(60, 90));
    assertAsEach(321, 240, bands, Variation.resizeToFill(91, 40));
    assertAsEach(320, 240, bands, Variation.resizeToFill(50, 50, new Gravity.FocalPoint(20, 90)));
    assertAsEach(
        320, 240, bands, crop, Variation.resizeToFill(50, 50, new Gravity.FocalPoint(90, 5)));
  }

  @Test
  void whatGrowsIsTurnedOrHasToBeLookedAtIsNotForIt() {
    try (var scope = new VipsScope(ENGINE.vips)) {
      MemorySegment strip = strip(scope, 40, 30, 3);
      assertThat(suits(strip, 1, Variation.resizeToLimit(20, 20))).isTrue();
      assertThat(suits(strip, 6, Variation.resizeToLimit(20, 20))).isFalse();
      assertThat(suits(strip, 1, Variation.resizeToFit(80, 80))).isFalse();
      assertThat(suits(strip, 1, Variation.resizeToFill(20, 60))).isFalse();
      assertThat(suits(strip, 1, Variation.resizeToFill(20, 20, Gravity.Rule.ATTENTION))).isFalse();

      MemorySegment profiled = scope.copy(strip);
      IMAGES.setBlob(profiled, Images.PROFILE, new byte[128]);
      assertThat(suits(profiled, 1, Variation.resizeToLimit(20, 20))).isFalse();
      MemorySegment deep = scope.operation("cast").image("in", strip).set("format", "ushort").run();
      assertThat(suits(deep, 1, Variation.resizeToLimit(20, 20))).isFalse();
    }
  }

  private static boolean suits(MemorySegment strip, int orientation, Transformation resize) {
    Header header = header(strip, orientation);
    return Strip.suits(IMAGES, strip, header, Placing.of(Variation.of(resize), header));
  }

  private static void assertAsEach(
      int width, int height, int bands, Transformation... transformations) {
    try (var scope = new VipsScope(ENGINE.vips)) {
      assertAsEach(scope, scope.compute(strip(scope, width, height, bands)), transformations);
    }
  }

  private static void assertAsEach(
      VipsScope scope, MemorySegment strip, Transformation... transformations) {
    Header header = header(strip, 1);
    Placing placing = Placing.of(Variation.of(transformations), header);
    assertThat(Strip.suits(IMAGES, strip, header, placing)).isTrue();

    MemorySegment together =
        scope.compute(Strip.smaller(scope, strip, placing, header.height(), FRAMES));
    int rows = IMAGES.height(together) / FRAMES;
    for (int i = 0; i < FRAMES; i++) {
      var area = new Area(0, i * rows, IMAGES.width(together), rows);
      byte[] ours = pixels(scope, Resizing.cut(scope, together, area));
      MemorySegment frame = Resizing.cut(scope, strip, placing.area().lower(i * header.height()));
      assertSame(ours, pixels(scope, alone(scope, frame, placing)), header + ", " + placing);
    }
  }

  private static MemorySegment alone(VipsScope scope, MemorySegment frame, Placing placing) {
    MemorySegment full =
        scope
            .operation("thumbnail_image")
            .image("in", frame)
            .set("width", placing.full().width())
            .set("height", placing.full().height())
            .set("size", "force")
            .run();
    return Resizing.cut(scope, full, placing.kept().orElseThrow());
  }

  private static void assertSame(byte[] ours, byte[] theirs, String of) {
    assertThat(ours).hasSameSizeAs(theirs);
    long sum = 0;
    int most = 0;
    for (int i = 0; i < ours.length; i++) {
      int difference = Math.abs((ours[i] & 0xff) - (theirs[i] & 0xff));
      sum += difference;
      most = Math.max(most, difference);
    }
    assertThat(most)
        .as("%s, on average %s", of, sum / (double) ours.length)
        .isLessThanOrEqualTo(ROUNDING);
  }

  private static byte[] pixels(VipsScope scope, MemorySegment image) {
    return IMAGES.pixels(scope.compute(image));
  }

  private static Header header(MemorySegment strip, int orientation) {
    return new Header(
        IMAGES.width(strip),
        IMAGES.height(strip) / FRAMES,
        FRAMES,
        orientation,
        IMAGES.bands(strip),
        IMAGES.hasAlpha(strip),
        false);
  }

  /** Noise, so that a pixel more or less, or one of the next frame, is seen. */
  private static MemorySegment strip(VipsScope scope, int width, int height, int bands) {
    MemorySegment[] noise = new MemorySegment[bands];
    for (int i = 0; i < bands; i++) {
      noise[i] =
          scope
              .operation("gaussnoise")
              .set("width", width)
              .set("height", height * FRAMES)
              .set("mean", i == 3 ? 215 : 128)
              .set("sigma", i == 3 ? 20 : 40)
              .set("seed", 7 + i)
              .run();
    }
    MemorySegment joined = scope.operation("bandjoin").images("in", noise).run();
    MemorySegment bytes = scope.operation("cast").image("in", joined).set("format", "uchar").run();
    return scope
        .operation("copy")
        .image("in", bytes)
        .set("interpretation", bands == 1 ? "b-w" : "srgb")
        .run();
  }
}
