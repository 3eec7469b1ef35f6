package dev.affix.vips;

import static dev.affix.image.Variation.background;
import static dev.affix.image.Variation.blur;
import static dev.affix.image.Variation.format;
import static dev.affix.image.Variation.frame;
import static dev.affix.image.Variation.grayscale;
import static dev.affix.image.Variation.sharpen;
import static dev.affix.image.Variation.still;
import static dev.affix.vips.Results.assertColour;
import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.Colour;
import dev.affix.image.ImageFormat;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Transformation;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What steps do to colours, and which frame they take. */
class EffectsTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();

  @AfterAll
  static void close() {
    VIPS.close();
  }

  private static BufferedImage look(byte[] bytes, Transformation... steps) {
    return Results.pixels(VIPS, VIPS.transform(source(bytes), Variation.of(steps)));
  }

  private static BufferedImage look(BufferedImage picture, Transformation... steps) {
    return look(Pictures.png(picture), steps);
  }

  @Test
  void greysAreAsLightAsTheColoursWere() {
    BufferedImage grey = look(Pictures.quarters(20, 20), grayscale());
    int red = new Color(grey.getRGB(5, 5)).getRed();
    int green = new Color(grey.getRGB(15, 5)).getRed();
    int blue = new Color(grey.getRGB(5, 15)).getRed();
    assertColour(grey, 5, 5, new Color(red, red, red), 0);
    assertThat(green).isGreaterThan(red);
    assertThat(red).isGreaterThan(blue);
    assertColour(grey, 15, 15, Color.WHITE, 1);
  }

  @Test
  void greyPicturesKeepTheirTransparency() {
    BufferedImage grey = look(Pictures.halfTransparent(20, 20), grayscale());
    assertThat(grey.getRGB(15, 5) >>> 24).isZero();
    assertThat(grey.getRGB(5, 5) >>> 24).isEqualTo(255);
  }

  @Test
  void blurringSoftensAnEdgeByItsSigma() {
    BufferedImage edge = Pictures.quarters(80, 80);
    assertColour(look(edge), 38, 70, Color.BLUE, 0);
    BufferedImage soft = look(edge, blur(4));
    // A Gaussian of sigma 4, half a sigma from the edge: 31 % of the other side.
    int mixed = new Color(soft.getRGB(37, 70)).getRed();
    assertThat(mixed).isBetween(60, 100);
    assertColour(soft, 10, 70, Color.BLUE, 1);
    assertColour(soft, 70, 70, Color.WHITE, 1);
  }

  @Test
  void blurringDoesNotDrawTheColourOfTransparentPixelsIn() {
    BufferedImage soft = look(Pictures.halfTransparent(80, 80), blur(4));
    Color atEdge = new Color(soft.getRGB(42, 40), true);
    assertThat(atEdge.getAlpha()).isBetween(40, 120);
    assertThat(atEdge.getRed()).as("red behind a half transparent edge").isGreaterThan(250);
  }

  @Test
  void sharpeningRaisesContrastAtASoftEdge() {
    BufferedImage soft = look(Pictures.quarters(80, 80), blur(2), grayscale());
    BufferedImage sharp = look(soft, sharpen(1.5));
    assertThat(steepest(sharp)).isGreaterThan(steepest(soft) + 5);
  }

  private static int steepest(BufferedImage grey) {
    return IntStream.range(1, grey.getWidth())
        .map(x -> Math.abs((grey.getRGB(x, 70) & 0xff) - (grey.getRGB(x - 1, 70) & 0xff)))
        .max()
        .orElseThrow();
  }

  @Test
  void theBackgroundShowsBehindTransparentParts() {
    BufferedImage filled =
        look(Pictures.halfTransparent(20, 20), background(new Colour(0, 128, 255)));
    assertThat(filled.getColorModel().hasAlpha()).isFalse();
    assertThat(filled.getRGB(15, 5)).isEqualTo(new Color(0, 128, 255).getRGB());
    assertThat(filled.getRGB(5, 5)).isEqualTo(Color.RED.getRGB());
  }

  @Test
  void theBackgroundOfAGreyPictureMayHaveAColour() {
    BufferedImage filled =
        look(Pictures.halfTransparent(20, 20), grayscale(), background(new Colour(0, 128, 255)));
    assertThat(filled.getRGB(15, 5)).isEqualTo(new Color(0, 128, 255).getRGB());
    BufferedImage black =
        look(Pictures.halfTransparent(20, 20), grayscale(), background(Colour.BLACK));
    assertThat(black.getRGB(15, 5)).isEqualTo(Color.BLACK.getRGB());
  }

  @Test
  void theBackgroundOfASixteenBitPictureIsItsColour() {
    var deep = new BufferedImage(20, 20, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(3, 3, 0, 65_535);
    BufferedImage padded =
        look(deep, Variation.resizeAndPad(40, 20), background(new Colour(10, 200, 30)));
    assertColour(padded, 2, 10, new Color(10, 200, 30), 0);
    assertColour(padded, 13, 3, Color.WHITE, 0);
  }

  @Test
  void theBackgroundOfAJpegIsWhiteOrWhatTheRecipeSays() {
    BufferedImage picture = Pictures.halfTransparent(40, 40);
    assertColour(look(picture, format(ImageFormat.JPEG)), 35, 5, Color.WHITE, 2);
    assertColour(
        look(picture, format(ImageFormat.JPEG), background(new Colour(0, 0, 200))),
        35,
        5,
        new Color(0, 0, 200),
        4);
  }

  @Test
  void aFrameCanBeTakenOutOfAnAnimation() {
    byte[] gif = Pictures.gif(20, 20, 10, Color.RED, Color.GREEN, Color.BLUE);
    TransformedImage second = VIPS.transform(source(gif), Variation.of(frame(1)));
    assertThat(VIPS.analyze(source(second.bytes())).frames()).isEqualTo(1);
    assertColour(Results.pixels(VIPS, second), 5, 5, Color.GREEN, 0);
    assertThatThrownBy(() -> VIPS.transform(source(gif), Variation.of(frame(3))))
        .isInstanceOf(InvalidImageException.class)
        .hasMessage("The picture has no frame 3, for it has 3");
  }

  /** Limits and sizes are those of the page that is taken, not of the first. */
  @Test
  void aPageOfItsOwnSizeIsMeasuredForItself() {
    byte[] tiff =
        Pictures.tiff(Pictures.plain(8, 8, Color.RED), Pictures.plain(300, 200, Color.BLUE));
    Variation second = Variation.of(frame(1), Variation.resizeToLimit(150, 150));
    TransformedImage page = VIPS.transform(source(tiff), second);
    assertThat(List.of(page.width(), page.height())).isEqualTo(List.of(150, 100));
    assertColour(Results.pixels(VIPS, page), 75, 50, Color.BLUE, 1);
    try (var strict =
        VipsImageProcessor.builder()
            .limits(VipsLimits.defaults().withPixels(10_000, 10_000))
            .build()) {
      assertThat(strict.transform(source(tiff), Variation.of()).width()).isEqualTo(8);
      assertThatThrownBy(() -> strict.transform(source(tiff), second))
          .isInstanceOf(InvalidImageException.class)
          .hasMessageContaining("300x200 pixels");
    }
  }

  @Test
  void anAnimationCanBeMadeStill() {
    byte[] gif = Pictures.gif(20, 20, 10, Color.RED, Color.GREEN);
    TransformedImage first = VIPS.transform(source(gif), Variation.of(still()));
    assertThat(first.format()).isEqualTo(ImageFormat.GIF);
    assertThat(VIPS.analyze(source(first.bytes())).frames()).isEqualTo(1);
    assertColour(Results.pixels(VIPS, first), 5, 5, Color.RED, 0);
  }
}
