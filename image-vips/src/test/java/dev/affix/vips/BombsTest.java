package dev.affix.vips;

import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.ImageFormat;
import dev.affix.image.InvalidImageException;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small files that want to become large. Each is answered in a blink; the time limit is for
 * machines that have much else to do.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BombsTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();
  private static final Variation THUMBNAIL = Variation.of(Variation.resizeToLimit(50, 50));

  private static final Variation FIRST =
      Variation.of(Variation.resizeToLimit(50, 50), Variation.still());

  @AfterAll
  static void close() {
    VIPS.close();
  }

  @ParameterizedTest
  @CsvSource({
    "jpeg, 60000, 60000, beyond the limit",
    "png, 60000, 60000, beyond the limit",
    "gif, 60000, 60000, beyond the limit",
    "webp, 16000, 16000, The picture",
    "tiff, 60000, 60000, beyond the limit",
    "png, 40000, 1, beyond the limit",
    "jpeg, 1, 40000, beyond the limit",
    "tiff, 40000, 2, beyond the limit",
  })
  void sizesBeyondTheLimitsAreRefusedByTheHeaderAlone(
      String format, int width, int height, String hint) throws IOException {
    byte[] bomb = Bombs.claiming(VIPS, format, width, height);
    long before = residentMebibytes();
    assertThatThrownBy(() -> VIPS.transform(source(bomb), THUMBNAIL))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining(hint);
    assertThatThrownBy(() -> VIPS.placeholder(source(bomb)))
        .isInstanceOf(InvalidImageException.class);
    assertThat(residentMebibytes() - before).isLessThan(200);
  }

  @Test
  void anAvifThatClaimsToBeLargeIsRefused() {
    byte[] bomb = Bombs.avif(60_000, 60_000, Bombs.Grid.NONE);
    assertRefused(bomb);
  }

  @Test
  void anAvifGridThatRefersToItselfIsRefused() {
    assertRefused(Bombs.avif(64, 64, Bombs.Grid.OF_ITSELF));
  }

  @Test
  void anAvifGridOfGridsIsRefused() {
    assertRefused(Bombs.avif(64, 64, Bombs.Grid.NESTED));
  }

  @Test
  void ofAHundredThousandFramesOfAGifTheFirstIsTaken() {
    byte[] bomb = Bombs.gifOfFrames(100_000);
    assertThatThrownBy(() -> VIPS.transform(source(bomb), THUMBNAIL))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("frames");
    assertThat(VIPS.transform(source(bomb), FIRST))
        .returns(Bombs.FRAME_SIDE, TransformedImage::width);
    assertThat(VIPS.analyze(source(bomb)).frames()).isGreaterThan(250);
  }

  @Test
  void aWebpOfAHundredThousandFramesIsRefusedBeforeTheDecoderCountsThem() {
    byte[] bomb = Bombs.webpOfFrames(VIPS, 100_000);
    assertRefused(bomb, "4096 frames");
    assertThatThrownBy(() -> VIPS.analyze(source(bomb))).isInstanceOf(InvalidImageException.class);
    byte[] many = Bombs.webpOfFrames(VIPS, 1_000);
    assertThat(VIPS.analyze(source(many)).frames()).isEqualTo(1_000);
    assertThat(VIPS.transform(source(many), FIRST))
        .returns(Bombs.FRAME_SIDE, TransformedImage::width);
  }

  @Test
  void aProfileThatInflatesIsRefused() {
    byte[] png = Pictures.png(Pictures.plain(8, 8, Color.RED));
    assertRefused(Exif.chunk(png, "iCCP", Bombs.profile(5 << 20)), "profile of more than");
    byte[] large = Exif.chunk(png, "iCCP", Bombs.profile(3 << 20));
    assertThat(VIPS.transform(source(large), THUMBNAIL).width()).isEqualTo(8);
    byte[] packed = Exif.chunk(png, "iCCP", new byte[(4 << 20) + 1]);
    assertRefused(packed, "profile of more than");
  }

  @Test
  void aPictureLargerThanAnyResultNeedsAResize() {
    byte[] wide = Pictures.png(Pictures.plain(20_000, 2, Color.RED));
    Variation asItIs = Variation.of(Variation.format(ImageFormat.JPEG));
    assertThatThrownBy(() -> VIPS.transform(source(wide), asItIs))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("20000x2");
    assertThat(VIPS.transform(source(wide), THUMBNAIL).width()).isEqualTo(50);
  }

  private static void assertRefused(byte[] bytes, String... hints) {
    for (Variation recipe : List.of(THUMBNAIL, Variation.of(Variation.format(ImageFormat.JPEG)))) {
      assertThatThrownBy(() -> VIPS.transform(source(bytes), recipe))
          .isInstanceOf(InvalidImageException.class)
          .satisfies(e ->
              assertThat(List.of(hints)).allSatisfy(h -> assertThat(e).hasMessageContaining(h)));
    }
    if (hints.length == 0) {
      // What is refused by its header is refused to those who only ask for it, too.
      assertThatThrownBy(() -> VIPS.placeholder(source(bytes)))
          .isInstanceOf(InvalidImageException.class);
    }
  }

  private static long residentMebibytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
