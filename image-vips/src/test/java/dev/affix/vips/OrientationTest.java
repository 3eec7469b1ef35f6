package dev.affix.vips;

import static dev.affix.vips.Results.assertColour;
import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProperties;
import dev.affix.image.Transformation;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();

  /** Where the stored corners go: top left, top right, bottom left, bottom right of the result. */
  private static final Map<Integer, List<Color>> CORNERS =
      Map.of(
          1, List.of(Color.RED, Color.GREEN, Color.BLUE, Color.WHITE),
          2, List.of(Color.GREEN, Color.RED, Color.WHITE, Color.BLUE),
          3, List.of(Color.WHITE, Color.BLUE, Color.GREEN, Color.RED),
          4, List.of(Color.BLUE, Color.WHITE, Color.RED, Color.GREEN),
          5, List.of(Color.RED, Color.BLUE, Color.GREEN, Color.WHITE),
          6, List.of(Color.BLUE, Color.RED, Color.WHITE, Color.GREEN),
          7, List.of(Color.WHITE, Color.GREEN, Color.BLUE, Color.RED),
          8, List.of(Color.GREEN, Color.WHITE, Color.RED, Color.BLUE));

  @AfterAll
  static void close() {
    VIPS.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void jpegComesOutUprightWithinTheLimit(int orientation) {
    byte[] jpeg = Exif.inJpeg(Pictures.jpeg(Pictures.quarters(1000, 500)), orientation);
    check(jpeg, orientation, Variation.resizeToLimit(100, 100), 100, 50);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void jpegComesOutUprightFilled(int orientation) {
    byte[] jpeg = Exif.inJpeg(Pictures.jpeg(Pictures.quarters(90, 60)), orientation);
    TransformedImage result =
        VIPS.transform(
            source(jpeg),
            Variation.of(Variation.resizeToFill(40, 30), Variation.format(ImageFormat.PNG)));
    assertCorners(result, orientation, 40, 30);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void pngWithExifComesOutUprightWithoutResize(int orientation) {
    byte[] png = Exif.inPng(Pictures.png(Pictures.quarters(64, 32)), orientation);
    check(png, orientation, Variation.format(ImageFormat.PNG), 64, 32);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void analysisTellsTheUprightSize(int orientation) {
    byte[] jpeg = Exif.inJpeg(Pictures.jpeg(Pictures.quarters(64, 32)), orientation);
    boolean turned = orientation >= 5;
    assertThat(VIPS.analyze(source(jpeg)))
        .isEqualTo(new ImageProperties(turned ? 32 : 64, turned ? 64 : 32, 1, false));
  }

  private static void check(
      byte[] bytes, int orientation, Transformation step, int width, int height) {
    var recipe =
        step instanceof Transformation.Format
            ? Variation.of(step)
            : Variation.of(step, Variation.format(ImageFormat.PNG));
    boolean turned = orientation >= 5;
    assertCorners(
        VIPS.transform(source(bytes), recipe),
        orientation,
        turned ? height : width,
        turned ? width : height);
  }

  private static void assertCorners(
      TransformedImage result, int orientation, int width, int height) {
    assertThat(result.width()).isEqualTo(width);
    assertThat(result.height()).isEqualTo(height);
    BufferedImage pixels = Pictures.decode(result.bytes());
    assertThat(pixels.getWidth()).isEqualTo(width);
    assertThat(pixels.getHeight()).isEqualTo(height);
    List<Color> corners = CORNERS.getOrDefault(orientation, List.of());
    assertColour(pixels, width / 8, height / 8, corners.get(0), 12);
    assertColour(pixels, width * 7 / 8, height / 8, corners.get(1), 12);
    assertColour(pixels, width / 8, height * 7 / 8, corners.get(2), 12);
    assertColour(pixels, width * 7 / 8, height * 7 / 8, corners.get(3), 12);
    assertThat(VIPS.analyze(source(result.bytes())).width()).isEqualTo(width);
  }
}
