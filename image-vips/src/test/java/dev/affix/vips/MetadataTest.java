package dev.affix.vips;

import static dev.affix.vips.Results.assertColour;
import static dev.affix.vips.Results.source;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageFormat;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetadataTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();

  @AfterAll
  static void close() {
    VIPS.close();
  }

  @ParameterizedTest
  @EnumSource(ImageFormat.class)
  void positionMakerTextAndProfileAreGone(ImageFormat format) {
    byte[] plain = Pictures.jpeg(Pictures.quarters(64, 64));
    byte[] described = Exif.segment(plain, 0xfe, "AffixCam comment".getBytes(ISO_8859_1));
    byte[] xmp = "http://ns.adobe.com/xap/1.0/\0<x>AffixCam</x>".getBytes(ISO_8859_1);
    byte[] jpeg = Exif.inJpeg(withProfile(Exif.segment(described, 0xe1, xmp), linear()), 6);
    byte[] text = "Comment\0AffixCam".getBytes(ISO_8859_1);
    byte[] png = Exif.inPng(Exif.chunk(Pictures.png(Pictures.quarters(64, 64)), "tEXt", text), 6);
    for (byte[] original : new byte[][] {jpeg, png}) {
      assertThat(text(original)).contains(Exif.MAKER, position());
      for (Variation variation :
          new Variation[] {
            Variation.of(Variation.format(format)),
            Variation.of(Variation.format(format), Variation.resizeToFill(32, 32))
          }) {
        byte[] result = VIPS.transform(source(original), variation).bytes();
        assertThat(text(result)).doesNotContain(Exif.MAKER, position(), "acsp", "xap/1.0", "<x>");
      }
    }
  }

  @Test
  void animationsLoseTheirMetadataToo() {
    byte[] gif = Pictures.gif(16, 16, 10, Color.RED, Color.BLUE);
    byte[] comment = "!\u00fe\u0008AffixCam\0".getBytes(ISO_8859_1);
    byte[] described =
        Exif.concat(Exif.concat(Arrays.copyOf(gif, gif.length - 1), comment), new byte[] {0x3b});
    assertThat(VIPS.analyze(source(described)).frames()).isEqualTo(2);
    for (ImageFormat format : new ImageFormat[] {ImageFormat.GIF, ImageFormat.WEBP}) {
      TransformedImage result =
          VIPS.transform(source(described), Variation.of(Variation.format(format)));
      assertThat(text(result.bytes())).doesNotContain(Exif.MAKER);
      assertThat(VIPS.analyze(source(result.bytes())).frames()).isEqualTo(2);
    }
  }

  @Test
  void otherProfilesAreConvertedToSrgb() {
    // Linear light: 55/255 there is 128/255 in sRGB.
    byte[] jpeg =
        withProfile(Pictures.jpeg(Pictures.plain(32, 32, new Color(55, 55, 55))), linear());
    for (ImageFormat format : new ImageFormat[] {ImageFormat.JPEG, ImageFormat.PNG}) {
      TransformedImage result =
          VIPS.transform(
              source(jpeg),
              Variation.of(Variation.format(format), Variation.resizeToLimit(16, 16)));
      assertColour(Pictures.decode(result.bytes()), 8, 8, new Color(128, 128, 128), 4);
    }
  }

  @Test
  void withoutProfileColoursStay() {
    var colour = new Color(0xc8, 0x3c, 0x28);
    byte[] png = Pictures.png(Pictures.plain(200, 200, colour));
    TransformedImage result =
        VIPS.transform(source(png), Variation.of(Variation.resizeToLimit(50, 50)));
    assertColour(Pictures.decode(result.bytes()), 25, 25, colour, 0);
  }

  @Test
  void unusableProfilesCountAsNone() {
    byte[] broken = linear();
    Arrays.fill(broken, 132, broken.length, (byte) 0x55);
    byte[] jpeg = Pictures.jpeg(Pictures.plain(32, 32, new Color(55, 55, 55)));
    for (byte[] profile : new byte[][] {broken, "no profile at all".getBytes(ISO_8859_1)}) {
      TransformedImage result =
          VIPS.transform(
              source(withProfile(jpeg, profile)), Variation.of(Variation.resizeToLimit(16, 16)));
      assertColour(Pictures.decode(result.bytes()), 8, 8, new Color(55, 55, 55), 3);
    }
  }

  private static byte[] linear() {
    return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
  }

  private static byte[] withProfile(byte[] jpeg, byte[] profile) {
    byte[] head = "ICC_PROFILE\0\u0001\u0001".getBytes(ISO_8859_1);
    return Exif.segment(jpeg, 0xe2, Exif.concat(head, profile));
  }

  private static String position() {
    return new String(Exif.POSITION, ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
