package dev.affix.vips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageFormat;
import dev.affix.image.ImageSource;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;

/** Looks at results. */
final class Results {
  private Results() {}

  static ImageSource source(byte[] bytes) {
    return () -> new ByteArrayInputStream(bytes);
  }

  /** The pixels, whatever the format: what the JDK cannot read is turned into PNG first. */
  static BufferedImage pixels(VipsImageProcessor vips, TransformedImage result) {
    boolean known =
        result.format() == ImageFormat.JPEG
            || result.format() == ImageFormat.PNG
            || result.format() == ImageFormat.GIF;
    return Pictures.decode(
        known
            ? result.bytes()
            : vips.transform(
                    source(result.bytes()), Variation.of(Variation.format(ImageFormat.PNG)))
                .bytes());
  }

  static void assertColour(BufferedImage image, int x, int y, Color expected, int tolerance) {
    var actual = new Color(image.getRGB(x, y));
    assertThat(
            Math.max(
                Math.abs(actual.getRed() - expected.getRed()),
                Math.max(
                    Math.abs(actual.getGreen() - expected.getGreen()),
                    Math.abs(actual.getBlue() - expected.getBlue()))))
        .as("colour at %d,%d is %s, expected %s", x, y, actual, expected)
        .isLessThanOrEqualTo(tolerance);
  }
}
