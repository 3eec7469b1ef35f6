package dev.affix.image;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An opaque colour in sRGB, 0 to 255 a channel.
 *
 * @param red how much red
 * @param green how much green
 * @param blue how much blue
 */
public record Colour(int red, int green, int blue) {
  public static final Colour WHITE = new Colour(255, 255, 255);
  public static final Colour BLACK = new Colour(0, 0, 0);

  private static final Pattern SPELLING = Pattern.compile("#?[0-9a-fA-F]{6}");

  public Colour {
    channel("red", red);
    channel("green", green);
    channel("blue", blue);
  }

  /**
   * Reads {@code #rrggbb}, as in CSS; the {@code #} may be left out.
   *
   * @throws IllegalArgumentException if it is spelled otherwise
   */
  public static Colour of(String text) {
    if (!SPELLING.matcher(text).matches()) {
      throw new IllegalArgumentException("a colour is written #rrggbb, but was \"" + text + "\"");
    }
    int rgb = HexFormat.fromHexDigits(text.substring(text.length() - 6));
    return new Colour(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
  }

  /** As CSS writes it: {@code #rrggbb}, lower case. */
  @Override
  public String toString() {
    return "#%02x%02x%02x".formatted(red, green, blue);
  }

  private static void channel(String name, int value) {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException(name + " must be 0 to 255, but was " + value);
    }
  }
}
