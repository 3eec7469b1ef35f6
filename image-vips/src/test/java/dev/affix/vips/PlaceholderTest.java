package dev.affix.vips;

import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.Colour;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Placeholder;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Placeholders of real pictures, as they would look if each was shown small and upright. */
class PlaceholderTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();

  @AfterAll
  static void close() {
    VIPS.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "tiff"})
  void itsColourIsThatOfThePicture(String format) {
    BufferedImage plain = Pictures.plain(640, 480, new Color(0x30a0d0));
    byte[] file = format.equals("tiff") ? Pictures.tiff(plain) : Pictures.encode(plain, format);
    assertThat(distance(VIPS.placeholder(source(file)), Colour.of("#30a0d0"))).isLessThan(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void itIsOfTheUprightPicture(int orientation) {
    byte[] jpeg = Exif.inJpeg(Pictures.jpeg(Pictures.quarters(400, 200)), orientation);
    byte[] hash = hash(VIPS.placeholder(source(jpeg)));
    boolean landscape = (hash[4] & 0x80) != 0;
    assertThat(landscape).isEqualTo(orientation < 5);
  }

  @Test
  void itIsMadeOfTheVeryPixels() {
    BufferedImage quarters = Pictures.quarters(80, 60);
    byte[] rgba = new byte[4 * 80 * 60];
    for (int i = 0; i < 80 * 60; i++) {
      int pixel = quarters.getRGB(i % 80, i / 80);
      rgba[4 * i] = (byte) (pixel >> 16);
      rgba[4 * i + 1] = (byte) (pixel >> 8);
      rgba[4 * i + 2] = (byte) pixel;
      rgba[4 * i + 3] = (byte) 255;
    }
    assertThat(VIPS.placeholder(source(Pictures.png(quarters))))
        .isEqualTo(Placeholder.of(80, 60, rgba));
  }

  @Test
  void transparentPartsAreTransparentInIt() {
    Placeholder half = VIPS.placeholder(source(Pictures.png(Pictures.halfTransparent(300, 200))));
    byte[] hash = hash(half);
    assertThat(hash[2] & 0x80).as("mark of transparency").isNotZero();
    assertThat(hash[5] & 15).as("average opacity, of 15").isBetween(7, 8);
    assertThat(half.colour()).isEqualTo("#ff0000");

    var nothing = new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB);
    assertThat(VIPS.placeholder(source(Pictures.png(nothing))).colour()).isNull();
  }

  @Test
  void greyIsAColourToo() {
    var grey = new BufferedImage(30, 20, BufferedImage.TYPE_BYTE_GRAY);
    Arrays.fill(
        ((java.awt.image.DataBufferByte) grey.getRaster().getDataBuffer()).getData(), (byte) 90);
    assertThat(VIPS.placeholder(source(Pictures.png(grey))).colour()).isEqualTo("#5a5a5a");
  }

  @Test
  void ofAnAnimationItIsTheFirstFrame() {
    byte[] gif = Pictures.gif(40, 30, 10, Color.GREEN, Color.RED, Color.BLUE);
    assertThat(VIPS.placeholder(source(gif)).colour()).isEqualTo("#00ff00");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 900", "3000, 1", "101, 100", "100, 100"})
  void anyProportionsWillDo(int width, int height) {
    byte[] png = Pictures.png(Pictures.plain(width, height, Color.BLUE));
    assertThat(VIPS.placeholder(source(png)).colour()).isEqualTo("#0000ff");
  }

  @Test
  void limitsComeBeforeItIsDecoded() {
    byte[] png = Pictures.png(Pictures.plain(2000, 1000, Color.RED));
    try (var strict =
        VipsImageProcessor.builder()
            .limits(VipsLimits.defaults().withPixels(1_000_000, 1_000_000))
            .build()) {
      assertThatThrownBy(() -> strict.placeholder(source(png)))
          .isInstanceOf(InvalidImageException.class)
          .hasMessageContaining("2000x1000");
      assertThat(strict.analyze(source(png)).width()).as("the header tells").isEqualTo(2000);
    }
  }

  @Test
  void aBrokenPictureHasNone() {
    byte[] jpeg = Pictures.jpeg(Pictures.photo(800, 600));
    byte[] half = Arrays.copyOf(jpeg, jpeg.length / 2);
    assertThatThrownBy(() -> VIPS.placeholder(source(half)))
        .isInstanceOf(InvalidImageException.class);
    assertThat(VIPS.analyze(source(half)).height()).as("the header tells").isEqualTo(600);
    assertThatThrownBy(() -> VIPS.placeholder(source(new byte[] {1, 2, 3})))
        .isInstanceOf(InvalidImageException.class);
  }

  @Test
  void aSourceThatCannotBeReadIsNoBrokenPicture() {
    assertThatThrownBy(() ->
            VIPS.placeholder(() -> {
              throw new IOException("gone");
            }))
        .isInstanceOf(ImageProcessingException.class);
  }

  private static byte[] hash(Placeholder placeholder) {
    return Base64.getDecoder().decode(placeholder.thumbHash());
  }

  private static int distance(Placeholder placeholder, Colour expected) {
    Colour colour = Colour.of(String.valueOf(placeholder.colour()));
    return Math.max(
        Math.abs(colour.red() - expected.red()),
        Math.max(
            Math.abs(colour.green() - expected.green()),
            Math.abs(colour.blue() - expected.blue())));
  }
}
