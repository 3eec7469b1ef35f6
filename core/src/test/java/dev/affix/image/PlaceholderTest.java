package dev.affix.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden hashes are those of the published encoder (thumbhash 0.1.1) for the same pixels. */
class PlaceholderTest {

  @ParameterizedTest
  @CsvSource({
    "GRADIENT, 100, 75, 3wcKNZqAh4eAeId4eHiIh4BwCPiI",
    "GRADIENT, 60, 100, 3/cJNBpwB4h4h4d4eIdwgAj3eA==",
    "GRADIENT, 100, 1, 1fUqgb6Gh4eIiAh5hYdPiAg=",
    "HALF, 40, 40, 1fuDBQBYeIh4iHf4d12I34X4j3V4iIiIiA==",
    "WAVES, 33, 100, X/iBCgAIAWRnZ4f/m2nXCmN4cngqBrY=",
    "WAVES, 100, 20, XwiCCYAXVmRwiYO5jy05jwqERtNoenc=",
    "NOTHING, 10, 4, AAiCAoAAAAAAAAAAAAAAAAAAAAAAAAA="
  })
  void itIsAsThePublishedAlgorithmMakesIt(Sample sample, int width, int height, String hash) {
    assertThat(placeholder(sample, width, height).thumbHash()).isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource({"100, 100", "100, 1", "1, 100", "1, 1", "7, 13", "100, 20"})
  void itHasAtMostTwentyFiveBytes(int width, int height) {
    for (Sample sample : Sample.values()) {
      assertThat(bytes(placeholder(sample, width, height))).hasSizeBetween(5, 25);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"#c83c28", "#0a64f0", "#ffffff", "#000000", "#30d020"})
  void itsAverageIsThePicturesOwn(String colour) {
    Colour plain = Colour.of(colour);
    Placeholder placeholder =
        Placeholder.of(50, 40, pixels(50, 40, (x, y, w, h) -> rgba(plain, 255)));
    Decoded decoded = Decoded.of(bytes(placeholder));
    // Six bits for brightness, six for each difference.
    assertThat(decoded.red() * 255).isCloseTo(plain.red(), within(9.0));
    assertThat(decoded.green() * 255).isCloseTo(plain.green(), within(9.0));
    assertThat(decoded.blue() * 255).isCloseTo(plain.blue(), within(9.0));
    assertThat(decoded.alpha()).isEqualTo(1);
    assertThat(placeholder.colour()).isEqualTo(colour);
  }

  @Test
  void itTellsHowMuchShows() {
    Decoded decoded = Decoded.of(bytes(placeholder(Sample.HALF, 40, 40)));
    assertThat(decoded.alpha()).isCloseTo(0.5, within(0.04));
    assertThat(decoded.red()).isCloseTo(1, within(0.04));
    assertThat(decoded.green()).isCloseTo(0, within(0.04));
  }

  @Test
  void theColourIsThatOfMostPixelsNotTheirAverage() {
    byte[] pixels =
        pixels(30, 10, (x, y, w, h) -> x < 17 ? rgba(new Colour(200, 10, 10), 255) : white());
    assertThat(Placeholder.of(30, 10, pixels).colour()).isEqualTo("#c80a0a");
  }

  @Test
  void alikeColoursCountTogether() {
    byte[] pixels =
        pixels(
            20,
            10,
            (x, y, w, h) -> x < 12 ? rgba(new Colour(130 + x % 2 * 2, 20, 20), 255) : white());
    assertThat(Placeholder.of(20, 10, pixels).colour()).isEqualTo("#831414");
  }

  @Test
  void whatDoesNotShowDoesNotCount() {
    byte[] pixels =
        pixels(
            10,
            10,
            (x, y, w, h) -> x < 9 ? rgba(Colour.WHITE, 10) : rgba(new Colour(0, 0, 200), 255));
    assertThat(Placeholder.of(10, 10, pixels).colour()).isEqualTo("#0000c8");
    assertThat(placeholder(Sample.NOTHING, 10, 4).colour()).isNull();
  }

  @Test
  void itRefusesWhatIsNoSmallPicture() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Placeholder.of(101, 1, new byte[404]))
        .withMessageContaining("101x1");
    assertThatIllegalArgumentException().isThrownBy(() -> Placeholder.of(0, 1, new byte[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Placeholder.of(2, 2, new byte[15]))
        .withMessageContaining("16 bytes, but there were 15");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1fg=\" onload=\"x", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void itsTextsAreWhatTheySay(String thumbHash) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Placeholder(null, thumbHash));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Placeholder("red;}", "1fUqgb6Gh4eIiAh5hYdPiAg="));
  }

  private static Placeholder placeholder(Sample sample, int width, int height) {
    return Placeholder.of(width, height, pixels(width, height, sample));
  }

  private static byte[] bytes(Placeholder placeholder) {
    return Base64.getDecoder().decode(placeholder.thumbHash());
  }

  private static byte[] pixels(int width, int height, Painter painter) {
    byte[] pixels = new byte[4 * width * height];
    for (int i = 0; i < width * height; i++) {
      int[] pixel = painter.at(i % width, i / width, width, height);
      for (int c = 0; c < 4; c++) {
        pixels[4 * i + c] = (byte) pixel[c];
      }
    }
    return pixels;
  }

  private static int[] rgba(Colour colour, int opacity) {
    return new int[] {colour.red(), colour.green(), colour.blue(), opacity};
  }

  private static int[] white() {
    return rgba(Colour.WHITE, 255);
  }

  interface Painter {
    int[] at(int x, int y, int width, int height);
  }

  enum Sample implements Painter {
    GRADIENT,
    HALF,
    WAVES,
    NOTHING;

    @Override
    public int[] at(int x, int y, int width, int height) {
      return switch (this) {
        case GRADIENT -> new int[] {255 * x / width, 255 * y / height, 128, 255};
        case HALF -> x < width / 2 ? new int[] {255, 0, 0, 255} : new int[4];
        case WAVES -> new int[] {x * 37 + y * 11, x * 5 + y * 61, x * y, x * 3 + y * 7};
        case NOTHING -> new int[4];
      };
    }
  }

  /** The average that a hash tells, read by its format. */
  private record Decoded(double red, double green, double blue, double alpha) {
    static Decoded of(byte[] hash) {
      int head = (hash[0] & 0xff) | (hash[1] & 0xff) << 8 | (hash[2] & 0xff) << 16;
      double light = (head & 63) / 63.0;
      double yellowBlue = (head >> 6 & 63) / 31.5 - 1;
      double redGreen = (head >> 12 & 63) / 31.5 - 1;
      double blue = light - 2.0 / 3 * yellowBlue;
      double red = (3 * light - blue + redGreen) / 2;
      boolean hasAlpha = head >> 23 != 0;
      return new Decoded(red, red - redGreen, blue, hasAlpha ? (hash[5] & 15) / 15.0 : 1);
    }
  }
}
