package dev.affix.vips;

import static dev.affix.vips.Results.assertColour;
import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProperties;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ColoursTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();
  private static final Variation JPEG =
      Variation.of(Variation.format(ImageFormat.JPEG), Variation.quality(95));

  @AfterAll
  static void close() {
    VIPS.close();
  }

  @Test
  void transparentBecomesWhiteInJpeg() {
    byte[] png = Pictures.png(Pictures.halfTransparent(64, 64));
    assertThat(VIPS.analyze(source(png)).hasAlpha()).isTrue();
    BufferedImage pixels = Pictures.decode(VIPS.transform(source(png), JPEG).bytes());
    assertColour(pixels, 8, 32, Color.RED, 6);
    assertColour(pixels, 56, 32, Color.WHITE, 3);
  }

  @Test
  void transparentStaysTransparentInPng() {
    byte[] png = Pictures.png(Pictures.halfTransparent(64, 64));
    TransformedImage result =
        VIPS.transform(source(png), Variation.of(Variation.resizeToLimit(32, 32)));
    BufferedImage pixels = Pictures.decode(result.bytes());
    assertThat(pixels.getRGB(28, 16) >>> 24).isZero();
    assertThat(pixels.getRGB(4, 16)).isEqualTo(Color.RED.getRGB());
    // Premultiplied while resizing: no dark seam along the edge.
    for (int x = 0; x < 32; x++) {
      if (pixels.getRGB(x, 16) >>> 24 > 40) {
        assertColour(pixels, x, 16, Color.RED, 8);
      }
    }
  }

  @Test
  void sixteenBitsBecomeEight() {
    byte[] grey = Pictures.png(grey16(0x8000, -1));
    TransformedImage result =
        VIPS.transform(source(grey), Variation.of(Variation.resizeToLimit(8, 8)));
    BufferedImage pixels = Pictures.decode(result.bytes());
    assertThat(pixels.getSampleModel().getSampleSize(0)).isEqualTo(8);
    assertThat(pixels.getRaster().getSample(4, 4, 0)).isBetween(127, 129);
  }

  @Test
  void sixteenBitGreyWithAlphaBecomesWhiteInJpeg() {
    byte[] png = Pictures.png(grey16(0x2000, 0));
    assertThat(VIPS.analyze(source(png))).isEqualTo(new ImageProperties(16, 16, 1, true));
    assertColour(Pictures.decode(VIPS.transform(source(png), JPEG).bytes()), 8, 8, Color.WHITE, 2);
  }

  @Test
  void greyStaysGrey() {
    var image = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 1600; i++) {
      image.getRaster().setSample(i % 40, i / 40, 0, 100);
    }
    TransformedImage result = VIPS.transform(source(Pictures.png(image)), JPEG);
    BufferedImage pixels = Pictures.decode(result.bytes());
    assertThat(pixels.getRaster().getNumBands()).isEqualTo(1);
    assertThat(pixels.getRaster().getSample(20, 20, 0)).isBetween(99, 101);
  }

  @Test
  void inksBecomeLight() throws IOException {
    for (ImageFormat format : new ImageFormat[] {ImageFormat.JPEG, ImageFormat.PNG}) {
      var recipe = Variation.of(Variation.format(format), Variation.resizeToLimit(32, 32));
      BufferedImage paper = cmyk(recipe, 0, 0, 0, 0);
      assertColour(paper, 16, 16, Color.WHITE, 6);
      BufferedImage black = cmyk(recipe, 255, 255, 255, 255);
      // With black point compensation all inks together are black; without it they are grey.
      assertColour(black, 16, 16, Color.BLACK, 24);
      var yellow = new Color(cmyk(recipe, 0, 0, 255, 0).getRGB(16, 16));
      assertThat(yellow.getRed()).isGreaterThan(220);
      assertThat(yellow.getGreen()).isGreaterThan(200);
      assertThat(yellow.getBlue()).isLessThan(90);
    }
  }

  private static BufferedImage cmyk(Variation recipe, int... inks) throws IOException {
    // As Adobe writes it: inverted, and with its mark.
    int[] inverted = Arrays.stream(inks).map(ink -> 255 - ink).toArray();
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 64, 64, 4, new Point());
    for (int i = 0; i < 64 * 64; i++) {
      raster.setPixel(i % 64, i / 64, inverted);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    byte[] mark = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
    byte[] jpeg = Exif.segment(bytes.toByteArray(), 0xee, mark);
    return Pictures.decode(VIPS.transform(source(jpeg), recipe).bytes());
  }

  private static BufferedImage grey16(int value, int alpha) {
    boolean hasAlpha = alpha >= 0;
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            hasAlpha,
            false,
            hasAlpha ? BufferedImage.TRANSLUCENT : BufferedImage.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(16, 16);
    for (int i = 0; i < 256; i++) {
      raster.setSample(i % 16, i / 16, 0, value);
      if (hasAlpha) {
        raster.setSample(i % 16, i / 16, 1, alpha);
      }
    }
    return new BufferedImage(model, raster, false, null);
  }
}
