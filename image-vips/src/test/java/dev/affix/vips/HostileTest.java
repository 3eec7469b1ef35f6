package dev.affix.vips;

import static dev.affix.vips.Results.source;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.ImageFormat;
import dev.affix.image.InvalidImageException;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();
  private static final Variation THUMBNAIL = Variation.of(Variation.resizeToLimit(50, 50));

  @AfterAll
  static void close() {
    VIPS.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "hello, this is not a picture at all",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "P6 1 1 255 abc",
        "%PDF-1.7",
        "MATLAB 5.0 MAT-file, Platform: GLNXA64",
        "#?RADIANCE\n",
        "\u0000\u0000\u0000\u0018ftypheic\u0000\u0000\u0000\u0000mif1heic",
        "II+\u0000\u0008\u0000\u0000\u0000",
        "RIFF\u0000\u0000\u0000\u0000WAVE",
      })
  void refusesWhatIsNoPictureOfTheList(String content) {
    byte[] bytes = content.getBytes(ISO_8859_1);
    assertRefused(VIPS, bytes, "picture", "empty");
    assertThatThrownBy(() -> VIPS.analyze(source(bytes))).isInstanceOf(InvalidImageException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0089PNG\r\n\u001a\n",
        "GIF89a",
        "II*\u0000",
        "MM\u0000*",
        "\u00ff\u00d8\u00ff\u00e0",
        "RIFF\u0010\u0000\u0000\u0000WEBPVP8 ",
        "\u0000\u0000\u0000\u0018ftypavif\u0000\u0000\u0000\u0000avifmif1",
      })
  void refusesWhatOnlyBeginsLikeAPicture(String content) {
    byte[] bytes = (content + "and then something else entirely").getBytes(ISO_8859_1);
    assertRefused(VIPS, bytes, "image/");
    assertThatThrownBy(() -> VIPS.analyze(source(bytes))).isInstanceOf(InvalidImageException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "svgload_source",
        "ppmload_source",
        "jp2kload_source",
        "vipsload_source",
        "csvload_source"
      })
  void libvipsItselfRefusesAllOtherLoaders(String loader) {
    Engine engine = LibraryFinder.find(null);
    String svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    String ppm = "P6 1 1 255 abc";
    String content = loader.startsWith("svg") ? svg : ppm;
    if (!engine.vips.has(loader)) {
      // Not there is as good as blocked.
      assertThat(SourceFormat.values()).noneMatch(format -> format.loader.equals(loader));
      return;
    }
    var stream = new ByteArrayInputStream(content.getBytes(ISO_8859_1));
    try (var scope = new VipsScope(engine.vips)) {
      MemorySegment source = scope.own(engine.vips.newSource());
      long id =
          engine.upcalls.connectReader(
              engine.vips,
              source,
              buffer -> {
                byte[] bytes = new byte[100];
                int read = Math.max(0, stream.read(bytes, 0, 100));
                MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, read);
                return read;
              });
      assertThatThrownBy(() -> scope.operation(loader).source(source).run())
          .isInstanceOf(VipsFailure.class)
          .hasMessageContaining("blocked");
      engine.upcalls.forget(id);
    }
  }

  @Test
  void refusesPixelBombsByTheHeaderAlone() {
    byte[] png = pngHeader(16_000, 16_000);
    long start = System.nanoTime();
    assertRefused(VIPS, png, "16000x16000", "50000000");
    assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
    assertThat(VIPS.analyze(source(png)).width()).isEqualTo(16_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "gif", "tiff"})
  void refusesTruncatedFilesAtAnyLength(String format) {
    byte[] whole = Pictures.encode(Pictures.photo(120, 90), format);
    for (int percent = 5; percent <= 90; percent += 5) {
      byte[] part = Arrays.copyOf(whole, whole.length * percent / 100);
      assertRefused(VIPS, part, "image/" + format);
    }
    assertThat(VIPS.transform(source(whole), THUMBNAIL).width()).isEqualTo(50);
  }

  @Test
  void refusesTruncatedWebp() {
    byte[] whole =
        VIPS.transform(
                source(Pictures.png(Pictures.photo(120, 90))),
                Variation.of(Variation.format(ImageFormat.WEBP)))
            .bytes();
    for (int percent = 5; percent <= 90; percent += 5) {
      assertRefused(VIPS, Arrays.copyOf(whole, whole.length * percent / 100), "image/webp");
    }
  }

  /** Where AVIF is not read, the whole one is refused, too. */
  @Test
  void refusesTruncatedAvif() {
    byte[] png = Pictures.png(Pictures.photo(120, 90));
    byte[] whole =
        VIPS.transform(source(png), Variation.of(Variation.format(ImageFormat.AVIF))).bytes();
    for (int percent = 5; percent < 100; percent += 5) {
      assertRefused(VIPS, Arrays.copyOf(whole, whole.length * percent / 100), "image/avif");
    }
  }

  @Test
  void readsNoOtherTypesThanItIsTold() {
    byte[] png = Pictures.png(Pictures.photo(20, 20));
    byte[] gif = Pictures.gif(20, 20, 5, Color.RED);
    VipsLimits limits = VipsLimits.defaults().withSources("image/png", "image/jpeg");
    try (var narrow = VipsImageProcessor.builder().limits(limits).build()) {
      assertThat(narrow.transform(source(png), THUMBNAIL).width()).isEqualTo(20);
      assertRefused(narrow, gif, "only [image/jpeg, image/png]");
      assertThatThrownBy(() -> narrow.analyze(source(gif)))
          .isInstanceOf(InvalidImageException.class);
      // It is by the first bytes, before libvips looks at any.
      byte[] broken = "GIF89a and then something else entirely".getBytes(ISO_8859_1);
      assertRefused(narrow, broken, "only [image/jpeg, image/png]");
      var stream = new ByteArrayInputStream(Exif.concat(gif, new byte[100]));
      int length = stream.available();
      assertThatThrownBy(() -> narrow.placeholder(() -> stream))
          .isInstanceOf(InvalidImageException.class);
      assertThat(length - stream.available()).isEqualTo(SourceFormat.HEAD);
      assertThat(narrow.revision()).isNotEqualTo(VIPS.revision());
    }
    assertThatThrownBy(() -> VipsLimits.defaults().withSources("image/svg+xml"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("image/webp");
  }

  @Test
  void refusesMoreBytesThanAllowed() {
    byte[] png = Pictures.png(Pictures.photo(200, 200));
    try (var strict =
        VipsImageProcessor.builder()
            .limits(VipsLimits.defaults().withSourceBytes(png.length - 1))
            .build()) {
      assertRefused(strict, png, "sourceBytes");
    }
    try (var exact =
        VipsImageProcessor.builder()
            .limits(VipsLimits.defaults().withSourceBytes(png.length))
            .build()) {
      assertThat(exact.transform(source(png), THUMBNAIL).width()).isEqualTo(50);
    }
  }

  @Test
  void refusesResultsOfMoreBytesThanAllowed() {
    byte[] png = Pictures.png(Pictures.photo(200, 200));
    try (var strict =
        VipsImageProcessor.builder()
            .limits(VipsLimits.defaults().withResult(4096, 1 << 20, 2_000))
            .build()) {
      assertThatThrownBy(() -> strict.transform(source(png), Variation.of()))
          .isInstanceOf(InvalidImageException.class)
          .hasMessageContaining("resultBytes");
      assertThat(strict.transform(source(png), Variation.of(Variation.resizeToLimit(8, 8))).width())
          .isEqualTo(8);
    }
  }

  @Test
  void refusesProgressiveJpegsOfManyScans() {
    assertRefused(VIPS, ScanBomb.of(101), "100 scans");
    assertRefused(VIPS, ScanBomb.of(883), "100 scans");
    assertThat(VIPS.transform(source(ScanBomb.of(100)), THUMBNAIL).width()).isEqualTo(50);
    assertThat(VIPS.transform(source(Pictures.progressive(Pictures.photo(640, 480))), THUMBNAIL))
        .returns(50, TransformedImage::width);
  }

  @Test
  void compressedTextOfPngsIsNeverInflated() {
    byte[] png = Pictures.png(Pictures.plain(64, 64, Color.RED));
    var deflater = new Deflater();
    deflater.setInput(new byte[64 << 20]);
    deflater.finish();
    byte[] compressed = new byte[1 << 20];
    int size = deflater.deflate(compressed);
    deflater.end();
    byte[] chunk = Exif.concat("Comment\0\0".getBytes(ISO_8859_1), Arrays.copyOf(compressed, size));
    for (int i = 0; i < 20; i++) {
      png = Exif.chunk(png, "zTXt", chunk);
    }
    byte[] bomb = png;
    long start = System.nanoTime();
    assertThat(VIPS.transform(source(bomb), THUMBNAIL).width()).isEqualTo(50);
    assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
  }

  @Test
  void refusesPngsWithTwoProfiles() {
    byte[] png = Pictures.png(Pictures.plain(8, 8, Color.RED));
    byte[] profile = "a\0\0x".getBytes(ISO_8859_1);
    byte[] twice = Exif.chunk(Exif.chunk(png, "iCCP", profile), "iCCP", profile);
    assertRefused(VIPS, twice, "more than one colour profile");
  }

  private static void assertRefused(VipsImageProcessor vips, byte[] bytes, String... hints) {
    assertThatThrownBy(() -> vips.transform(source(bytes), THUMBNAIL))
        .isInstanceOf(InvalidImageException.class)
        .satisfies(e -> assertThat(hints).anySatisfy(h -> assertThat(e).hasMessageContaining(h)));
  }

  private static byte[] pngHeader(int width, int height) {
    byte[] png = Pictures.png(Pictures.plain(8, 8, Color.RED));
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    var crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    return png;
  }
}
