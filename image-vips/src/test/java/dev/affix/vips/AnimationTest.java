package dev.affix.vips;

import static dev.affix.vips.Results.assertColour;
import static dev.affix.vips.Results.source;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.Colour;
import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProperties;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Transformation;
import dev.affix.image.Transformation.Flip;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class AnimationTest {
  private static final Color[] COLOURS = {
    Color.RED, Color.BLACK, Color.WHITE, Color.BLUE, Color.BLACK, Color.GREEN
  };
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();

  @AfterAll
  static void close() {
    VIPS.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, 400, 100, 100, true",
    "401, 301, 97, 97, false",
    "401, 301, 97, 31, true",
    "50, 50, 100, 100, true",
    "33, 77, 100, 60, true",
    "40, 30, 100, 100, false",
    "9000, 40, 300, 40, true",
  })
  void framesKeepNumberTimesAndColoursAndDoNotBleed(
      int width, int height, int boxWidth, int boxHeight, boolean fill) throws IOException {
    byte[] gif = Pictures.gif(width, height, 7, COLOURS);
    var resize =
        fill
            ? Variation.resizeToFill(boxWidth, boxHeight)
            : Variation.resizeToLimit(boxWidth, boxHeight);
    TransformedImage result = VIPS.transform(source(gif), Variation.of(resize));

    assertThat(result.format()).isEqualTo(ImageFormat.GIF);
    assertThat(VIPS.analyze(source(result.bytes())))
        .returns(result.width(), ImageProperties::width)
        .returns(result.height(), ImageProperties::height)
        .returns(COLOURS.length, ImageProperties::frames);
    if (fill) {
      assertThat(result.width() + "x" + result.height()).isEqualTo(boxWidth + "x" + boxHeight);
    }
    assertThat(gifDelays(result.bytes())).hasSize(COLOURS.length).containsOnly(7);
    assertThat(new String(result.bytes(), ISO_8859_1)).contains("NETSCAPE2.0\u0003\u0001\0\0");

    // Each frame straight from the strip libvips decodes, every pixel of it.
    List<BufferedImage> frames = strip(result);
    for (int i = 0; i < COLOURS.length; i++) {
      for (int y = 0; y < result.height(); y++) {
        assertColour(frames.get(i), result.width() / 2, y, COLOURS[i], 0);
        assertColour(frames.get(i), 0, y, COLOURS[i], 0);
      }
    }
  }

  /** Small ones go another way than large ones, see {@link Strip}. */
  @ParameterizedTest
  @CsvSource({"200, 100", "9000, 40"})
  void neitherDoFramesThatAreBlurredTurnedOrPadded(int width, int height) {
    byte[] gif = Pictures.gif(width, height, 7, COLOURS);
    for (Transformation effect :
        List.of(
            Variation.blur(4),
            Variation.sharpen(2),
            Variation.rotate(90),
            Variation.flip(Flip.Direction.VERTICAL))) {
      TransformedImage result =
          VIPS.transform(source(gif), Variation.of(Variation.resizeToLimit(40, 40), effect));
      assertOneColourEach(result, 0, result.height());
    }
    var pad = Variation.resizeAndPad(40, 60);
    var cyan = Variation.background(Colour.of("#00ffff"));
    TransformedImage padded = VIPS.transform(source(gif), Variation.of(pad, cyan));
    assertThat(padded.height()).isEqualTo(60);
    int rows = Math.max(1, 40 * height / width);
    int top = (60 - rows) / 2;
    assertOneColourEach(padded, top, top + rows);
    for (BufferedImage frame : strip(padded)) {
      assertColour(frame, 20, top - 1, Color.CYAN, 0);
      assertColour(frame, 20, top + rows, Color.CYAN, 0);
    }
  }

  private static void assertOneColourEach(TransformedImage result, int from, int to) {
    List<BufferedImage> frames = strip(result);
    assertThat(frames).hasSameSizeAs(COLOURS);
    for (int i = 0; i < COLOURS.length; i++) {
      for (int y = from; y < to; y++) {
        assertColour(frames.get(i), result.width() / 2, y, COLOURS[i], 0);
      }
    }
  }

  @Test
  void gifBecomesWebpAndGifAgain() throws IOException {
    byte[] gif = Pictures.gif(60, 40, 12, COLOURS);
    TransformedImage webp =
        VIPS.transform(
            source(gif),
            Variation.of(Variation.format(ImageFormat.WEBP), Variation.resizeToLimit(30, 30)));
    assertThat(VIPS.analyze(source(webp.bytes())))
        .returns(30, ImageProperties::width)
        .returns(20, ImageProperties::height)
        .returns(COLOURS.length, ImageProperties::frames);
    assertThat(webpDelays(webp.bytes())).hasSize(COLOURS.length).containsOnly(120);

    TransformedImage again =
        VIPS.transform(
            source(webp.bytes()),
            Variation.of(Variation.format(ImageFormat.GIF), Variation.resizeToFill(16, 16)));
    assertThat(VIPS.analyze(source(again.bytes())).frames()).isEqualTo(COLOURS.length);
    assertThat(gifDelays(again.bytes())).hasSize(COLOURS.length).containsOnly(12);
  }

  @Test
  void stillFormatsTakeTheFirstFrame() {
    byte[] gif = Pictures.gif(60, 40, 10, COLOURS);
    for (ImageFormat format : new ImageFormat[] {ImageFormat.JPEG, ImageFormat.PNG}) {
      TransformedImage result =
          VIPS.transform(
              source(gif), Variation.of(Variation.format(format), Variation.resizeToFill(20, 20)));
      BufferedImage pixels = Pictures.decode(result.bytes());
      assertThat(pixels.getHeight()).isEqualTo(20);
      assertColour(pixels, 10, 10, Color.RED, 3);
    }
  }

  @Test
  void transparencyAndDisposalAreKept() {
    BufferedImage left = Pictures.halfTransparent(40, 40);
    var right = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);
    right.createGraphics().drawImage(left, 40, 0, -40, 40, null);
    byte[] gif = Pictures.gif(10, List.of(left, right, left));

    TransformedImage result =
        VIPS.transform(source(gif), Variation.of(Variation.resizeToLimit(20, 20)));
    List<BufferedImage> frames = strip(result);
    for (int i = 0; i < 3; i++) {
      int red = i == 1 ? 15 : 4;
      int clear = i == 1 ? 4 : 15;
      assertColour(frames.get(i), red, 10, Color.RED, 2);
      assertThat(frames.get(i).getRGB(red, 10) >>> 24).isEqualTo(255);
      assertThat(frames.get(i).getRGB(clear, 10) >>> 24).as("alpha of frame " + i).isZero();
    }

    TransformedImage jpeg =
        VIPS.transform(source(gif), Variation.of(Variation.format(ImageFormat.JPEG)));
    assertColour(Pictures.decode(jpeg.bytes()), 30, 20, Color.WHITE, 3);
  }

  @Test
  void refusesTooManyFramesOnlyWhereTheyWouldBeKept() {
    byte[] gif = Pictures.gif(8, 8, 5, COLOURS);
    try (var strict =
        VipsImageProcessor.builder()
            .limits(VipsLimits.defaults().withFrames(COLOURS.length - 1))
            .build()) {
      assertThatThrownBy(() -> strict.transform(source(gif), Variation.of()))
          .isInstanceOf(InvalidImageException.class)
          .hasMessageContaining("6 frames, allowed are 5");
      var still = Variation.of(Variation.format(ImageFormat.PNG));
      assertThat(strict.transform(source(gif), still).height()).isEqualTo(8);
    }
    try (var strict =
        VipsImageProcessor.builder()
            .limits(VipsLimits.defaults().withPixels(64, 6 * 64 - 1))
            .build()) {
      assertThatThrownBy(() -> strict.transform(source(gif), Variation.of()))
          .isInstanceOf(InvalidImageException.class)
          .hasMessageContaining("totalPixels");
    }
  }

  /** The frames as they are shown, by libvips, which composes them. */
  private static List<BufferedImage> strip(TransformedImage animation) {
    Engine engine = LibraryFinder.find(null);
    var frames = new ArrayList<BufferedImage>();
    try (var picture =
            Picture.open(
                engine,
                source(animation.bytes()),
                VipsLimits.defaults(),
                new Job(engine.vips.images));
        var scope = new VipsScope(engine.vips)) {
      int count = picture.header().frames();
      var strip = picture.open(scope, new Pages(0, count), 1);
      var result = new ResultBuffer(1 << 24);
      var target = scope.own(engine.vips.newTarget());
      long connection = engine.upcalls.connectWriter(engine.vips, target, result);
      Output.PNG.save(scope, scope.copy(strip), target, Variation.of());
      engine.upcalls.forget(connection);
      BufferedImage all = Pictures.decode(result.toBytes());
      for (int i = 0; i < count; i++) {
        frames.add(
            all.getSubimage(0, i * animation.height(), animation.width(), animation.height()));
      }
    }
    return frames;
  }

  private static List<Integer> gifDelays(byte[] gif) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    var delays = new ArrayList<Integer>();
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(gif))) {
      reader.setInput(in);
      for (int i = 0; i < reader.getNumImages(true); i++) {
        var metadata = reader.getImageMetadata(i);
        var root = (IIOMetadataNode) metadata.getAsTree(metadata.getNativeMetadataFormatName());
        var control = (Element) root.getElementsByTagName("GraphicControlExtension").item(0);
        delays.add(Integer.parseInt(control.getAttribute("delayTime")));
      }
    } finally {
      reader.dispose();
    }
    return delays;
  }

  private static List<Integer> webpDelays(byte[] webp) {
    String text = new String(webp, ISO_8859_1);
    var delays = new ArrayList<Integer>();
    for (int at = text.indexOf("ANMF"); at >= 0; at = text.indexOf("ANMF", at + 4)) {
      int time = at + 8 + 12;
      delays.add((webp[time] & 0xff) | (webp[time + 1] & 0xff) << 8);
    }
    return delays;
  }
}
