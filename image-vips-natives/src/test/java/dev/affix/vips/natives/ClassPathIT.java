package dev.affix.vips.natives;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProperties;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import dev.affix.vips.VipsImageProcessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A jar on the class path is all that image variants need. */
class ClassPathIT {
  @Test
  void theLibraryOfTheJarIsFoundAndMakesVariants() throws IOException {
    try (VipsImageProcessor vips = VipsImageProcessor.create()) {
      Path unpacked = Path.of(System.getProperty("affix.vips.natives.folder"));
      assertThat(vips.doctor())
          .startsWith("libvips 8.18.")
          .contains("library: " + unpacked)
          .contains(", from affix-image-vips-natives on the class path\n")
          .contains("reads: [JPEG, PNG, GIF, WEBP, TIFF, AVIF]")
          .doesNotContain("warning");

      byte[] picture = picture(120, 80);
      TransformedImage avif =
          vips.transform(
              () -> new ByteArrayInputStream(picture),
              Variation.of(Variation.resizeToLimit(60, 60), Variation.format(ImageFormat.AVIF)));
      TransformedImage jpeg =
          vips.transform(
              () -> new ByteArrayInputStream(avif.bytes()),
              Variation.of(Variation.format(ImageFormat.JPEG)));
      assertThat(vips.analyze(() -> new ByteArrayInputStream(jpeg.bytes())))
          .returns(60, ImageProperties::width)
          .returns(40, ImageProperties::height);
      assertThat(ImageIO.read(new ByteArrayInputStream(jpeg.bytes())).getRGB(30, 20) >> 16 & 0xff)
          .as("red of the middle")
          .isGreaterThan(200);
    }
  }

  private static byte[] picture(int width, int height) throws IOException {
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        picture.setRGB(x, y, 0xff0000);
      }
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }
}
