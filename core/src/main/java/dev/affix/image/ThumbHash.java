package dev.affix.image;

import java.util.Arrays;

/**
 * Encodes a small picture as a ThumbHash of at most 25 bytes: brightness, two colour differences
 * and opacity, each by the lowest frequencies of its cosine transform, in four bits a frequency.
 * Format and formulas are those of the public description by Evan Wallace, <a
 * href="https://evanw.github.io/thumbhash/">evanw.github.io/thumbhash</a>, so what browsers have
 * for it decodes these.
 */
final class ThumbHash {
  static final int MAX_SIDE = 100;
  static final int MIN_BYTES = 5;
  static final int MAX_BYTES = 25;

  private final int width;
  private final int height;
  private final double[] brightness;
  private final double[] yellowBlue;
  private final double[] redGreen;
  private final double[] opacity;
  private final boolean hasAlpha;

  private ThumbHash(int width, int height, byte[] rgba) {
    int count = width * height;
    this.width = width;
    this.height = height;
    this.brightness = new double[count];
    this.yellowBlue = new double[count];
    this.redGreen = new double[count];
    this.opacity = new double[count];
    for (int i = 0; i < count; i++) {
      opacity[i] = channel(rgba, i, 3) / 255.0;
    }
    double shown = Arrays.stream(opacity).sum();
    this.hasAlpha = shown < count;
    double[] average = new double[3];
    for (int c = 0; c < 3 && shown > 0; c++) {
      for (int i = 0; i < count; i++) {
        average[c] += opacity[i] / 255 * channel(rgba, i, c);
      }
      average[c] /= shown;
    }
    for (int i = 0; i < count; i++) {
      // What is transparent takes on the average colour, which costs no frequency.
      double red = over(average[0], channel(rgba, i, 0), opacity[i]);
      double green = over(average[1], channel(rgba, i, 1), opacity[i]);
      double blue = over(average[2], channel(rgba, i, 2), opacity[i]);
      brightness[i] = (red + green + blue) / 3;
      yellowBlue[i] = (red + green) / 2 - blue;
      redGreen[i] = red - green;
    }
  }

  /**
   * The hash of a picture of at most {@value #MAX_SIDE} pixels a side.
   *
   * @param rgba four bytes a pixel, row by row, opacity not multiplied in
   */
  static byte[] of(int width, int height, byte[] rgba) {
    return new ThumbHash(width, height, rgba).encode();
  }

  private byte[] encode() {
    int most = hasAlpha ? 5 : 7;
    int longer = Math.max(width, height);
    int across = Math.max(1, round((double) most * width / longer));
    int down = Math.max(1, round((double) most * height / longer));
    Waves light = transform(brightness, Math.max(3, across), Math.max(3, down));
    Waves yellow = transform(yellowBlue, 3, 3);
    Waves red = transform(redGreen, 3, 3);
    boolean landscape = width > height;

    var bits = new Bits();
    bits.add(6, round(63 * light.constant));
    bits.add(6, round(31.5 + 31.5 * yellow.constant));
    bits.add(6, round(31.5 + 31.5 * red.constant));
    bits.add(5, round(31 * light.scale));
    bits.add(1, hasAlpha ? 1 : 0);
    bits.add(3, landscape ? down : across);
    bits.add(6, round(63 * yellow.scale));
    bits.add(6, round(63 * red.scale));
    bits.add(1, landscape ? 1 : 0);
    if (hasAlpha) {
      Waves alpha = transform(opacity, 5, 5);
      bits.add(4, round(15 * alpha.constant));
      bits.add(4, round(15 * alpha.scale));
      light.addTo(bits);
      yellow.addTo(bits);
      red.addTo(bits);
      alpha.addTo(bits);
    } else {
      light.addTo(bits);
      yellow.addTo(bits);
      red.addTo(bits);
    }
    return bits.toBytes();
  }

  /** The frequencies above the diagonal of {@code across} by {@code down}, row by row. */
  private Waves transform(double[] values, int across, int down) {
    double[][] columns = cosines(across, width);
    double[][] rows = cosines(down, height);
    double constant = 0;
    double scale = 0;
    double[] others = new double[across * down];
    int count = 0;
    for (int v = 0; v < down; v++) {
      for (int u = 0; u * down < across * (down - v); u++) {
        double sum = 0;
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            sum += values[x + y * width] * columns[u][x] * rows[v][y];
          }
        }
        sum /= width * height;
        if (u == 0 && v == 0) {
          constant = sum;
        } else {
          others[count++] = sum;
          scale = Math.max(scale, Math.abs(sum));
        }
      }
    }
    return new Waves(constant, scale, Arrays.copyOf(others, count));
  }

  private static double[][] cosines(int frequencies, int length) {
    double[][] table = new double[frequencies][length];
    for (int f = 0; f < frequencies; f++) {
      for (int i = 0; i < length; i++) {
        table[f][i] = StrictMath.cos(Math.PI / length * f * (i + 0.5)); // the same bytes anywhere
      }
    }
    return table;
  }

  private static int channel(byte[] rgba, int pixel, int channel) {
    return rgba[4 * pixel + channel] & 0xff;
  }

  private static double over(double below, int above, double opacity) {
    return below * (1 - opacity) + opacity / 255 * above;
  }

  private static int round(double value) {
    return (int) Math.round(value);
  }

  /** One channel: its average, and the others as parts of the largest. */
  @SuppressWarnings("ArrayRecordComponent") // made, written and forgotten
  private record Waves(double constant, double scale, double[] others) {
    void addTo(Bits bits) {
      for (double other : others) {
        bits.add(4, round(15 * (scale > 0 ? 0.5 + 0.5 / scale * other : other)));
      }
    }
  }

  /** Fills bytes from their lowest bits on. */
  private static final class Bits {
    private final byte[] bytes = new byte[MAX_BYTES];
    private int used;

    void add(int count, int value) {
      for (int i = 0; i < count; i++, used++) {
        bytes[used / 8] |= (byte) ((value >> i & 1) << used % 8);
      }
    }

    byte[] toBytes() {
      return Arrays.copyOf(bytes, (used + 7) / 8);
    }
  }
}
