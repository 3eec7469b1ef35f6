package dev.affix.vips;

import static dev.affix.image.Variation.asStored;
import static dev.affix.image.Variation.background;
import static dev.affix.image.Variation.crop;
import static dev.affix.image.Variation.flip;
import static dev.affix.image.Variation.format;
import static dev.affix.image.Variation.resizeAndPad;
import static dev.affix.image.Variation.resizeToFill;
import static dev.affix.image.Variation.resizeToFit;
import static dev.affix.image.Variation.rotate;
import static dev.affix.vips.Results.assertColour;
import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.Colour;
import dev.affix.image.Gravity.FocalPoint;
import dev.affix.image.Gravity.Rule;
import dev.affix.image.ImageFormat;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Transformation;
import dev.affix.image.Transformation.Flip.Direction;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where pixels go; against the same moves done pixel by pixel in Java. */
class GeometryTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();
  private static final BufferedImage PHOTO = Pictures.photo(61, 37);

  @AfterAll
  static void close() {
    VIPS.close();
  }

  private static TransformedImage make(BufferedImage picture, Transformation... steps) {
    return VIPS.transform(source(Pictures.png(picture)), Variation.of(steps));
  }

  private static BufferedImage look(BufferedImage picture, Transformation... steps) {
    return Results.pixels(VIPS, make(picture, steps));
  }

  /** Where a pixel of the result comes from. */
  @FunctionalInterface
  private interface Origin {
    int rgb(int x, int y);
  }

  private static void assertPixels(BufferedImage actual, int width, int height, Origin origin) {
    assertThat(List.of(actual.getWidth(), actual.getHeight())).isEqualTo(List.of(width, height));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        assertThat(actual.getRGB(x, y)).as("pixel %d,%d", x, y).isEqualTo(origin.rgb(x, y));
      }
    }
  }

  @Test
  void aCropIsThePixelsOfItsRectangle() {
    assertPixels(look(PHOTO, crop(7, 5, 20, 13)), 20, 13, (x, y) -> PHOTO.getRGB(x + 7, y + 5));
  }

  @Test
  void aCropMayReachTheEdges() {
    assertPixels(look(PHOTO, crop(41, 24, 20, 13)), 20, 13, (x, y) -> PHOTO.getRGB(x + 41, y + 24));
    assertPixels(look(PHOTO, crop(0, 0, 61, 37)), 61, 37, PHOTO::getRGB);
  }

  @Test
  void aCropThatThePictureDoesNotContainIsRefused() {
    assertThatThrownBy(() -> make(PHOTO, crop(42, 24, 20, 13)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessage("The picture of 61x37 pixels does not contain the crop 20x13+42+24");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void cropsCountInTheUprightPicture(int orientation) {
    byte[] png = Exif.inPng(Pictures.png(PHOTO), orientation);
    BufferedImage upright =
        Results.pixels(VIPS, VIPS.transform(source(png), Variation.of(format(ImageFormat.PNG))));
    BufferedImage cut =
        Results.pixels(VIPS, VIPS.transform(source(png), Variation.of(crop(3, 9, 21, 17))));
    assertPixels(cut, 21, 17, (x, y) -> upright.getRGB(x + 3, y + 9));
  }

  @Test
  void aCropOfAJpegIsCutBeforeItIsMadeSmaller() {
    byte[] jpeg = Pictures.jpeg(Pictures.quarters(1600, 1200));
    TransformedImage result =
        VIPS.transform(
            source(jpeg),
            Variation.of(crop(800, 0, 800, 600), resizeToFit(40, 40), format(ImageFormat.PNG)));
    BufferedImage pixels = Results.pixels(VIPS, result);
    assertThat(List.of(pixels.getWidth(), pixels.getHeight())).isEqualTo(List.of(40, 30));
    assertColour(pixels, 5, 5, Color.GREEN, 3);
    assertColour(pixels, 38, 28, Color.GREEN, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {90, 180, 270})
  void turningMovesEveryPixel(int degrees) {
    boolean across = degrees != 180;
    assertPixels(
        look(PHOTO, rotate(degrees)),
        across ? 37 : 61,
        across ? 61 : 37,
        (x, y) ->
            switch (degrees) {
              case 90 -> PHOTO.getRGB(y, 36 - x);
              case 180 -> PHOTO.getRGB(60 - x, 36 - y);
              default -> PHOTO.getRGB(60 - y, x);
            });
  }

  @ParameterizedTest
  @EnumSource
  void mirroringMovesEveryPixel(Direction direction) {
    IntUnaryOperator across = x -> direction == Direction.HORIZONTAL ? 60 - x : x;
    IntUnaryOperator down = y -> direction == Direction.VERTICAL ? 36 - y : y;
    assertPixels(
        look(PHOTO, flip(direction)),
        61,
        37,
        (x, y) -> PHOTO.getRGB(across.applyAsInt(x), down.applyAsInt(y)));
  }

  @Test
  void largePicturesThatStreamInCanBeTurnedAndMirrored() {
    byte[] jpeg = Pictures.jpeg(Pictures.quarters(2000, 1500));
    TransformedImage result =
        VIPS.transform(
            source(jpeg),
            Variation.of(
                resizeToFit(400, 400),
                rotate(90),
                flip(Direction.VERTICAL),
                format(ImageFormat.PNG)));
    BufferedImage pixels = Results.pixels(VIPS, result);
    assertThat(List.of(pixels.getWidth(), pixels.getHeight())).isEqualTo(List.of(300, 400));
    assertColour(pixels, 20, 20, Color.WHITE, 12);
    assertColour(pixels, 280, 20, Color.GREEN, 12);
    assertColour(pixels, 20, 380, Color.BLUE, 12);
    assertColour(pixels, 280, 380, Color.RED, 12);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void aPictureCanStayAsItIsStored(int orientation) {
    byte[] png = Exif.inPng(Pictures.png(PHOTO), orientation);
    assertPixels(
        Results.pixels(VIPS, VIPS.transform(source(png), Variation.of(asStored()))),
        61,
        37,
        PHOTO::getRGB);
  }

  @ParameterizedTest
  @CsvSource({"100, 100, 100, 50", "300, 60, 120, 60", "20, 20, 20, 10"})
  void fittingGrowsAndShrinks(int boxWidth, int boxHeight, int width, int height) {
    TransformedImage result = make(Pictures.quarters(40, 20), resizeToFit(boxWidth, boxHeight));
    assertThat(List.of(result.width(), result.height())).isEqualTo(List.of(width, height));
    BufferedImage pixels = Results.pixels(VIPS, result);
    assertColour(pixels, width / 8, height / 8, Color.RED, 3);
    assertColour(pixels, width - 2, height - 2, Color.WHITE, 3);
  }

  @Test
  void paddingIsTransparent() {
    BufferedImage padded = look(Pictures.quarters(40, 20), resizeAndPad(80, 80));
    assertThat(List.of(padded.getWidth(), padded.getHeight())).isEqualTo(List.of(80, 80));
    for (int y : List.of(0, 19, 60, 79)) {
      assertThat(padded.getRGB(40, y) >>> 24).as("alpha at row %d", y).isZero();
    }
    assertThat(padded.getRGB(10, 25)).isEqualTo(Color.RED.getRGB());
    assertThat(padded.getRGB(70, 55)).isEqualTo(Color.WHITE.getRGB());
  }

  @Test
  void paddingHasTheColourOfTheBackground() {
    Colour orange = new Colour(255, 128, 0);
    BufferedImage padded =
        look(Pictures.quarters(40, 20), resizeAndPad(80, 80), background(orange));
    for (int y : List.of(0, 19, 60, 79)) {
      assertThat(padded.getRGB(40, y)).isEqualTo(new Color(255, 128, 0).getRGB());
    }
    assertThat(padded.getColorModel().hasAlpha()).isFalse();
  }

  @Test
  void paddingOfAJpegIsWhite() {
    BufferedImage padded =
        look(Pictures.plain(40, 20, Color.BLACK), resizeAndPad(80, 80), format(ImageFormat.JPEG));
    assertColour(padded, 40, 4, Color.WHITE, 2);
    assertColour(padded, 40, 40, Color.BLACK, 2);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "25, 100", "100, 0"})
  void aFocalPointDecidesWhatStays(int x, int y) {
    // 61x37 covers 20x37 unscaled: the result is a window of the original.
    BufferedImage cut = look(PHOTO, resizeToFill(20, 37, new FocalPoint(x, y)));
    int left = Math.clamp(Math.round(61 * x / 100f) - 10, 0, 41);
    assertPixels(cut, 20, 37, (column, row) -> PHOTO.getRGB(column + left, row));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6, 8})
  void aFocalPointCountsInTheUprightPicture(int orientation) {
    byte[] jpeg = Exif.inJpeg(Pictures.jpeg(Pictures.quarters(400, 400)), orientation);
    Variation corner =
        Variation.of(resizeToFill(50, 100, new FocalPoint(0, 50)), format(ImageFormat.PNG));
    BufferedImage cut = Results.pixels(VIPS, VIPS.transform(source(jpeg), corner));
    BufferedImage whole =
        Results.pixels(
            VIPS,
            VIPS.transform(
                source(jpeg), Variation.of(resizeToFit(100, 100), format(ImageFormat.PNG))));
    assertColour(cut, 5, 5, new Color(whole.getRGB(5, 5)), 3);
    assertColour(cut, 45, 95, new Color(whole.getRGB(45, 95)), 3);
  }

  @Test
  void attentionKeepsWhatDrawsTheEye() {
    BufferedImage cut = look(squareAt(150), resizeToFill(50, 50, Rule.ATTENTION));
    assertThat(reds(cut)).isEqualTo(20 * 20);
    assertThat(reds(look(squareAt(150), resizeToFill(50, 50)))).isZero();
  }

  @Test
  void entropyKeepsWhatHoldsDetail() {
    BufferedImage left = Pictures.plain(200, 50, Color.GRAY);
    left.createGraphics().drawImage(Pictures.photo(40, 40), 5, 5, null);
    BufferedImage cut = look(left, resizeToFill(50, 50, Rule.ENTROPY));
    assertThat(cut.getRGB(45, 2)).isNotEqualTo(cut.getRGB(20, 20));
    assertThat(IntStream.range(0, 50).filter(x -> cut.getRGB(x, 20) != Color.GRAY.getRGB()).count())
        .isGreaterThan(30);
  }

  @Test
  void framesOfAnAnimationAreAllCutWhereTheFirstWas() {
    byte[] gif = Pictures.gif(10, List.of(squareAt(150), squareAt(20), squareAt(150)));
    TransformedImage result =
        VIPS.transform(source(gif), Variation.of(resizeToFill(50, 50, Rule.ATTENTION)));
    assertThat(VIPS.analyze(source(result.bytes())).frames()).isEqualTo(3);
    assertThat(IntStream.range(0, 3).mapToLong(i -> reds(frame(result, i))).toArray())
        .containsExactly(400, 0, 400);
  }

  @Test
  void framesAreCroppedTurnedAndPaddedEachForItself() {
    byte[] gif =
        Pictures.gif(10, List.of(Pictures.quarters(40, 20), Pictures.plain(40, 20, Color.BLUE)));
    TransformedImage result =
        VIPS.transform(
            source(gif), Variation.of(crop(0, 0, 20, 10), resizeAndPad(20, 20), rotate(90)));
    assertThat(List.of(result.width(), result.height())).isEqualTo(List.of(20, 20));
    assertThat(VIPS.analyze(source(result.bytes())).frames()).isEqualTo(2);
    assertColour(frame(result, 0), 10, 10, Color.RED, 3);
    assertColour(frame(result, 1), 10, 10, Color.BLUE, 3);
    assertThat(frame(result, 0).getRGB(1, 10) >>> 24).isZero();
  }

  private static BufferedImage frame(TransformedImage animation, int number) {
    return Results.pixels(
        VIPS,
        VIPS.transform(
            source(animation.bytes()),
            Variation.of(Variation.frame(number), format(ImageFormat.PNG))));
  }

  private static BufferedImage squareAt(int x) {
    BufferedImage image = Pictures.plain(200, 50, new Color(200, 200, 200));
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.RED);
    pen.fillRect(x, 15, 20, 20);
    pen.dispose();
    return image;
  }

  private static long reds(BufferedImage image) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
        .mapToObj(Color::new)
        .filter(colour -> colour.getRed() > 200 && colour.getGreen() < 60)
        .count();
  }
}
