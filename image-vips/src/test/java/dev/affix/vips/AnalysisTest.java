package dev.affix.vips;

import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageProperties;
import java.awt.Color;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the header of a picture tells. */
class AnalysisTest {
  private static final VipsImageProcessor VIPS = VipsImageProcessor.create();

  @AfterAll
  static void close() {
    VIPS.close();
  }

  @Test
  void anAnimationTellsItsFramesAndTheSizeOfOne() {
    byte[] gif = Pictures.gif(40, 30, 10, Color.RED, Color.GREEN, Color.BLUE);
    assertThat(VIPS.analyze(source(gif))).isEqualTo(new ImageProperties(40, 30, 3, false));
  }

  @ParameterizedTest
  @CsvSource({"50, 60", "2048, 2048", "2049, 30", "3000, 3000", "60000, 60000"})
  void aGifIsAsLargeAsItsCanvas(int width, int height) {
    byte[] gif = Pictures.gif(40, 30, 10, Color.RED);
    gif[6] = (byte) width;
    gif[7] = (byte) (width >> 8);
    gif[8] = (byte) height;
    gif[9] = (byte) (height >> 8);
    ImageProperties image = VIPS.analyze(source(gif));
    assertThat(image.width()).isEqualTo(width);
    assertThat(image.height()).isEqualTo(height);
  }
}
