package dev.affix.vips;

import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageFormat;
import dev.affix.image.Transformation;
import dev.affix.image.Variation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a recipe makes is what libvips makes when its operations are called one by one, pixel by
 * pixel, up to a difference that nobody sees: shrinking while loading rounds another way.
 */
class AgainstLibvipsTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();
  private static final Engine ENGINE = LibraryFinder.find(null);

  /** Of 255, on average over all channels of all pixels. */
  private static final double TOLERANCE = 1.5;

  @AfterAll
  static void close() {
    VIPS.close();
  }

  /** A picture that is opened, in one scope. */
  record Opened(VipsScope scope, MemorySegment image) {
    Operation operation(String name) {
      return scope.operation(name);
    }

    /** As vipsthumbnail does it, from the whole picture. */
    MemorySegment thumbnail(int width, int height, String size) {
      return operation("thumbnail_image")
          .image("in", image)
          .set("width", width)
          .set("height", height)
          .set("size", size)
          .run();
    }
  }

  /** A recipe, and the same said to libvips. */
  record Case(String name, Function<Opened, MemorySegment> direct, List<Transformation> recipe) {
    Case(String name, Function<Opened, MemorySegment> direct, Transformation... recipe) {
      this(name, direct, List.of(recipe));
    }

    /** The recipe, written without a loss. */
    Variation variation() {
      return Variation.of(
          Stream.concat(recipe.stream(), Stream.of(Variation.format(ImageFormat.PNG)))
              .toArray(Transformation[]::new));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> recipes() {
    return List.of(
        new Case("as it is", o -> o.operation("autorot").image("in", o.image()).run()),
        new Case("limit", o -> o.thumbnail(70, 70, "down"), Variation.resizeToLimit(70, 70)),
        new Case(
            "limit, large", o -> o.thumbnail(900, 900, "down"), Variation.resizeToLimit(900, 900)),
        new Case("fit", o -> o.thumbnail(500, 300, "both"), Variation.resizeToFit(500, 300)),
        new Case(
            "fill",
            o ->
                o.operation("thumbnail_image")
                    .image("in", o.image())
                    .set("width", 90)
                    .set("height", 60)
                    .set("crop", "centre")
                    .run(),
            Variation.resizeToFill(90, 60)),
        new Case(
            "grey",
            o ->
                o.operation("colourspace")
                    .image("in", o.thumbnail(70, 70, "down"))
                    .set("space", "b-w")
                    .run(),
            Variation.resizeToLimit(70, 70),
            Variation.grayscale()),
        new Case(
            "turned",
            o ->
                o.operation("rot")
                    .image("in", o.scope().compute(o.thumbnail(70, 70, "down")))
                    .set("angle", "d90")
                    .run(),
            Variation.resizeToLimit(70, 70),
            Variation.rotate(90)),
        new Case(
            "soft",
            o ->
                o.operation("gaussblur")
                    .image("in", o.thumbnail(70, 70, "down"))
                    .set("sigma", "1.5")
                    .run(),
            Variation.resizeToLimit(70, 70),
            Variation.blur(1.5)));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void jpegInEveryOrientation(Case one) {
    byte[] jpeg = Pictures.jpeg(Pictures.photo(640, 427));
    for (int orientation = 1; orientation <= 8; orientation++) {
      assertSame(one, Exif.inJpeg(jpeg, orientation), "jpegload_source");
    }
    assertSame(one, Pictures.progressive(Pictures.photo(640, 427)), "jpegload_source");
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void pngAndOthers(Case one) {
    BufferedImage photo = Pictures.photo(319, 213);
    assertSame(one, Pictures.png(photo), "pngload_source");
    assertSame(one, Pictures.encode(photo, "tiff"), "tiffload_source");
    assertSame(one, Pictures.encode(photo, "gif"), "gifload_source");
    byte[] webp =
        VIPS.transform(
                source(Pictures.png(photo)), Variation.of(Variation.format(ImageFormat.WEBP)))
            .bytes();
    assertSame(one, webp, "webpload_source");
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void onePixelAndOneLine(Case one) {
    assertSame(one, Pictures.png(Pictures.photo(1, 1)), "pngload_source");
    assertSame(one, Pictures.png(Pictures.photo(1, 300)), "pngload_source");
    assertSame(one, Pictures.jpeg(Pictures.photo(300, 1)), "jpegload_source");
  }

  private static void assertSame(Case one, byte[] picture, String loader) {
    BufferedImage ours = Pictures.decode(VIPS.transform(source(picture), one.variation()).bytes());
    BufferedImage theirs = Pictures.decode(direct(one, picture, loader));
    assertThat(ours.getWidth() + "x" + ours.getHeight())
        .isEqualTo(theirs.getWidth() + "x" + theirs.getHeight());
    assertThat(difference(ours, theirs)).as(loader).isLessThan(TOLERANCE);
  }

  private static byte[] direct(Case one, byte[] picture, String loader) {
    var bytes = new ByteArrayInputStream(picture);
    byte[] chunk = new byte[picture.length];
    try (var scope = new VipsScope(ENGINE.vips)) {
      MemorySegment source = scope.own(ENGINE.vips.newSource());
      long reading =
          ENGINE.upcalls.connectReader(
              ENGINE.vips,
              source,
              buffer -> {
                int wanted = (int) Math.min(chunk.length, buffer.byteSize());
                int read = Math.max(0, bytes.read(chunk, 0, wanted));
                MemorySegment.copy(chunk, 0, buffer, ValueLayout.JAVA_BYTE, 0, read);
                return read;
              });
      MemorySegment image = scope.compute(scope.operation(loader).source(source).run());
      MemorySegment made = one.direct().apply(new Opened(scope, image));
      var result = new ResultBuffer(1 << 24);
      MemorySegment target = scope.own(ENGINE.vips.newTarget());
      long writing = ENGINE.upcalls.connectWriter(ENGINE.vips, target, result);
      scope.operation("pngsave_target").image("in", made).target(target).finish();
      ENGINE.upcalls.forget(writing);
      ENGINE.upcalls.forget(reading);
      return result.toBytes();
    }
  }

  private static double difference(BufferedImage one, BufferedImage two) {
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        int a = one.getRGB(x, y);
        int b = two.getRGB(x, y);
        for (int shift = 0; shift <= 24; shift += 8) {
          sum += Math.abs(((a >> shift) & 0xff) - ((b >> shift) & 0xff));
        }
      }
    }
    return sum / (4.0 * one.getWidth() * one.getHeight());
  }
}
