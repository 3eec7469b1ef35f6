package dev.affix.vips;

import static dev.affix.vips.Results.assertColour;
import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.InvalidImageException;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();

  @AfterAll
  static void close() {
    VIPS.close();
  }

  @ParameterizedTest
  @CsvSource({
    // source, box, result
    "400, 300, 100, 100, 100, 75",
    "300, 400, 100, 100, 75, 100",
    "1600, 1200, 100, 100, 100, 75",
    "1601, 1203, 100, 100, 100, 75",
    "100, 75, 100, 100, 100, 75",
    "40, 30, 100, 100, 40, 30",
    "40, 300, 100, 100, 13, 100",
    "1, 500, 100, 100, 1, 100",
    "500, 1, 100, 100, 100, 1",
    "1, 1, 100, 100, 1, 1",
    "400, 300, 4000, 30, 40, 30",
    "3, 2000, 100, 100, 1, 100",
    "2000, 7, 40, 40, 40, 1",
    "2000, 16, 50, 50, 50, 1",
    "65, 4000, 100, 100, 2, 100",
  })
  void limitLiesWithinTheBoxAndNeverGrows(
      int width, int height, int boxWidth, int boxHeight, int expectedWidth, int expectedHeight) {
    for (byte[] bytes : bothKinds(width, height)) {
      TransformedImage result =
          VIPS.transform(source(bytes), Variation.of(Variation.resizeToLimit(boxWidth, boxHeight)));
      assertSize(result, expectedWidth, expectedHeight);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, 300, 100, 100",
    "300, 400, 100, 100",
    "1601, 1203, 97, 31",
    "1601, 1203, 31, 97",
    "50, 50, 100, 60",
    "33, 77, 100, 100",
    "1, 1, 20, 10",
    "1, 300, 20, 20",
    "100, 100, 100, 100",
  })
  void fillCoversTheBoxExactly(int width, int height, int boxWidth, int boxHeight) {
    for (byte[] bytes : bothKinds(width, height)) {
      TransformedImage result =
          VIPS.transform(source(bytes), Variation.of(Variation.resizeToFill(boxWidth, boxHeight)));
      assertSize(result, boxWidth, boxHeight);
    }
  }

  @Test
  void fillCutsBothSidesAlike() {
    BufferedImage wide = Pictures.plain(300, 100, Color.BLUE);
    wide.createGraphics().fillRect(100, 0, 100, 100); // white middle third
    TransformedImage result =
        VIPS.transform(source(Pictures.png(wide)), Variation.of(Variation.resizeToFill(60, 50)));
    BufferedImage pixels = Pictures.decode(result.bytes());
    assertColour(pixels, 1, 25, Color.BLUE, 4);
    assertColour(pixels, 30, 25, Color.WHITE, 4);
    assertColour(pixels, 58, 25, Color.BLUE, 4);
  }

  @Test
  void withoutResizeTheSizeStays() {
    TransformedImage result =
        VIPS.transform(
            source(Pictures.jpeg(Pictures.quarters(321, 123))),
            Variation.of(Variation.quality(50)));
    assertSize(result, 321, 123);
  }

  @Test
  void refusesResultsBeyondTheLimits() {
    byte[] png = Pictures.png(Pictures.quarters(8, 8));
    assertThatThrownBy(
            () -> VIPS.transform(source(png), Variation.of(Variation.resizeToFill(5000, 10))))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("5000x10")
        .hasMessageContaining("4096");
    assertSize(
        VIPS.transform(source(png), Variation.of(Variation.resizeToLimit(16_000, 16_000))), 8, 8);
  }

  private static byte[][] bothKinds(int width, int height) {
    BufferedImage image = Pictures.quarters(width, height);
    return new byte[][] {Pictures.jpeg(image), Pictures.png(image)};
  }

  private static void assertSize(TransformedImage result, int width, int height) {
    assertThat(result.width() + "x" + result.height()).isEqualTo(width + "x" + height);
    BufferedImage pixels = Pictures.decode(result.bytes());
    assertThat(pixels.getWidth() + "x" + pixels.getHeight()).isEqualTo(width + "x" + height);
  }
}
