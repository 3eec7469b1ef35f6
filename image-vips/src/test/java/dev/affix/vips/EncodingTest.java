package dev.affix.vips;

import static dev.affix.image.Variation.effort;
import static dev.affix.image.Variation.format;
import static dev.affix.image.Variation.lossless;
import static dev.affix.image.Variation.progressive;
import static dev.affix.image.Variation.quality;
import static dev.affix.vips.Results.source;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageFormat;
import dev.affix.image.Transformation;
import dev.affix.image.Variation;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written, told by the bytes themselves. */
class EncodingTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();
  private static final BufferedImage PHOTO = Pictures.photo(120, 90);

  @AfterAll
  static void close() {
    VIPS.close();
  }

  private static byte[] write(ImageFormat format, Transformation... steps) {
    var all = new Transformation[steps.length + 1];
    all[0] = format(format);
    System.arraycopy(steps, 0, all, 1, steps.length);
    return VIPS.transform(source(Pictures.png(PHOTO)), Variation.of(all)).bytes();
  }

  /** SOF2 is a progressive frame, SOF0 a baseline one. */
  @Test
  void aJpegCanBeProgressive() {
    assertThat(new String(write(ImageFormat.JPEG, progressive()), ISO_8859_1))
        .contains("\u00ff\u00c2")
        .doesNotContain("\u00ff\u00c0\0");
    assertThat(new String(write(ImageFormat.JPEG), ISO_8859_1)).contains("\u00ff\u00c0\0");
  }

  /** The last byte of IHDR. */
  @Test
  void aPngCanBeProgressive() {
    assertThat(write(ImageFormat.PNG, progressive())[28]).isEqualTo((byte) 1);
    assertThat(write(ImageFormat.PNG)[28]).isZero();
  }

  @Test
  void aWebpCanBeLossless() {
    byte[] exact = write(ImageFormat.WEBP, lossless());
    assertThat(new String(exact, ISO_8859_1)).contains("VP8L");
    assertThat(differences(exact)).isZero();
    byte[] lossy = write(ImageFormat.WEBP, quality(50));
    assertThat(new String(lossy, ISO_8859_1)).contains("VP8 ");
    assertThat(differences(lossy)).isPositive();
  }

  @Test
  void moreEffortMakesSmallerFiles() {
    assertThat(write(ImageFormat.WEBP, lossless(), effort(6)).length)
        .isLessThan(write(ImageFormat.WEBP, lossless(), effort(0)).length);
    assertThat(drawingAsPng(6).length).isLessThan(drawingAsPng(0).length);
  }

  /** Tiles in any order: to find the repetitions is work, which not every zlib does on noise. */
  private static byte[] drawingAsPng(int effort) {
    var random = new Random(7);
    long[] tiles = random.longs(24).toArray();
    var drawing = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 320; x += 8) {
      for (int y = 0; y < 240; y += 8) {
        long tile = tiles[random.nextInt(tiles.length)];
        for (int bit = 0; bit < 64; bit++) {
          int colour = (tile >> bit & 1) == 0 ? 0xffffff : 0x204060;
          drawing.setRGB(x + bit % 8, y + bit / 8, colour);
        }
      }
    }
    return VIPS.transform(
            source(Pictures.png(drawing)),
            Variation.of(format(ImageFormat.PNG), Variation.effort(effort)))
        .bytes();
  }

  /** Steps that a format knows nothing of change nothing about it. */
  @ParameterizedTest
  @EnumSource(
      value = ImageFormat.class,
      names = {"JPEG", "PNG", "GIF", "WEBP"})
  void everyFormatTakesEverySetting(ImageFormat format) {
    byte[] bytes = write(format, effort(3), lossless(), progressive(), quality(70));
    assertThat(VIPS.analyze(source(bytes)).width()).isEqualTo(120);
  }

  private static long differences(byte[] bytes) {
    BufferedImage read =
        Pictures.decode(
            VIPS.transform(source(bytes), Variation.of(format(ImageFormat.PNG))).bytes());
    long different = 0;
    for (int y = 0; y < PHOTO.getHeight(); y++) {
      for (int x = 0; x < PHOTO.getWidth(); x++) {
        different += read.getRGB(x, y) == PHOTO.getRGB(x, y) ? 0 : 1;
      }
    }
    return different;
  }
}
