package dev.affix.vips;

import static dev.affix.vips.Results.assertColour;
import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProperties;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FormatsTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();

  @AfterAll
  static void close() {
    VIPS.close();
  }

  @Test
  void doctorNamesVersionAndFormats() {
    assertThat(VIPS.doctor())
        .startsWith("libvips 8.")
        .contains("library: ", "reads: [JPEG, PNG, GIF, WEBP, TIFF", "writes: [JPEG, PNG, GIF");
    assertThat(VIPS.revision()).matches("vips-2/8\\.\\d+\\.\\d+").hasSizeLessThanOrEqualTo(40);
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void writesEveryFormatFromEveryFormatTheJdkWrites(ImageFormat format) {
    for (String from : new String[] {"jpeg", "png", "gif", "tiff"}) {
      byte[] bytes = Pictures.encode(Pictures.quarters(80, 60), from);
      TransformedImage result =
          VIPS.transform(
              source(bytes),
              Variation.of(Variation.resizeToLimit(40, 40), Variation.format(format)));
      assertThat(result.format()).isEqualTo(format);
      assertThat(result.width()).isEqualTo(40);
      assertThat(result.height()).isEqualTo(30);
      if (format == ImageFormat.AVIF) {
        assertThat(new String(result.bytes(), 4, 8, java.nio.charset.StandardCharsets.ISO_8859_1))
            .isEqualTo("ftypavif");
        continue;
      }
      assertThat(VIPS.analyze(source(result.bytes())))
          .returns(40, ImageProperties::width)
          .returns(30, ImageProperties::height)
          .returns(1, ImageProperties::frames);
      BufferedImage pixels = Results.pixels(VIPS, result);
      assertColour(pixels, 8, 6, Color.RED, 24);
      assertColour(pixels, 32, 6, Color.GREEN, 24);
      assertColour(pixels, 8, 24, Color.BLUE, 24);
      assertColour(pixels, 32, 24, Color.WHITE, 24);
    }
  }

  @ParameterizedTest
  @CsvSource({"jpeg, JPEG", "png, PNG", "gif, GIF", "tiff, PNG"})
  void keepsTheFormatOrFallsBackToPng(String from, ImageFormat to) {
    byte[] bytes = Pictures.encode(Pictures.quarters(20, 20), from);
    assertThat(VIPS.transform(source(bytes), Variation.of()).format()).isEqualTo(to);
  }

  @Test
  void writesWebpThatItReadsAgain() {
    byte[] png = Pictures.png(Pictures.halfTransparent(40, 20));
    TransformedImage webp =
        VIPS.transform(source(png), Variation.of(Variation.format(ImageFormat.WEBP)));
    assertThat(VIPS.analyze(source(webp.bytes()))).isEqualTo(new ImageProperties(40, 20, 1, true));
  }

  @ParameterizedTest
  @EnumSource(
      value = ImageFormat.class,
      names = {"JPEG", "WEBP", "AVIF"})
  void qualityChangesTheSize(ImageFormat format) {
    byte[] photo = Pictures.png(Pictures.photo(200, 150));
    int low = size(photo, format, 10);
    int high = size(photo, format, 95);
    assertThat(low).isLessThan(high / 2);
  }

  private static int size(byte[] bytes, ImageFormat format, int quality) {
    return VIPS.transform(
            source(bytes), Variation.of(Variation.format(format), Variation.quality(quality)))
        .bytes()
        .length;
  }
}
