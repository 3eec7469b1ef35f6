package dev.affix.image;

import java.io.Serializable;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What to show until a picture has come. Both texts are safe in HTML as they are.
 *
 * @param colour the colour that most of the picture has, {@code #rrggbb}; null if all of it is
 *     transparent
 * @param thumbHash a blurred picture in at most 25 bytes, in Base64: what the decoders of <a
 *     href="https://evanw.github.io/thumbhash/">ThumbHash</a> take
 */
public record Placeholder(@Nullable String colour, String thumbHash) implements Serializable {
  private static final Pattern BASE_64 = Pattern.compile("[A-Za-z0-9+/]{6,36}={0,2}");

  /** How long the sides of a picture may be that {@link #of} looks at, in pixels. */
  public static final int MAX_SIDE = ThumbHash.MAX_SIDE;

  /** Four bits a channel: near enough to count as one colour. */
  private static final int BOXES = 1 << 12;

  public Placeholder {
    colour = colour == null ? null : Colour.of(colour).toString();
    if (!BASE_64.matcher(thumbHash).matches()) {
      throw new IllegalArgumentException(
          "thumbHash must be %d to %d bytes in Base64, but was \"%s\""
              .formatted(ThumbHash.MIN_BYTES, ThumbHash.MAX_BYTES, thumbHash));
    }
  }

  /**
   * The placeholder of a picture that was made small already.
   *
   * @param width pixels, 1 to {@value #MAX_SIDE}
   * @param height pixels, 1 to {@value #MAX_SIDE}
   * @param rgba red, green, blue and opacity in a byte each, row by row; sRGB, opacity not
   *     multiplied in
   * @throws IllegalArgumentException if there are not just that many bytes, or too many
   */
  public static Placeholder of(int width, int height, byte[] rgba) {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          "a placeholder is made of 1 to %d pixels a side, but there were %dx%d"
              .formatted(MAX_SIDE, width, height));
    }
    if (rgba.length != 4 * width * height) {
      throw new IllegalArgumentException(
          "%dx%d pixels have %d bytes, but there were %d"
              .formatted(width, height, 4 * width * height, rgba.length));
    }
    Colour colour = mostOf(rgba);
    return new Placeholder(
        colour == null ? null : colour.toString(),
        Base64.getEncoder().encodeToString(ThumbHash.of(width, height, rgba)));
  }

  /** The average of those pixels whose colours are alike and cover most; null if nothing shows. */
  private static @Nullable Colour mostOf(byte[] rgba) {
    long[] sums = new long[4 * BOXES];
    for (int i = 0; i < rgba.length; i += 4) {
      int red = rgba[i] & 0xff;
      int green = rgba[i + 1] & 0xff;
      int blue = rgba[i + 2] & 0xff;
      int opacity = rgba[i + 3] & 0xff;
      int box = 4 * (red >> 4 << 8 | green >> 4 << 4 | blue >> 4);
      sums[box] += (long) opacity * red;
      sums[box + 1] += (long) opacity * green;
      sums[box + 2] += (long) opacity * blue;
      sums[box + 3] += opacity;
    }
    int fullest = 0;
    for (int box = 0; box < sums.length; box += 4) {
      fullest = sums[box + 3] > sums[fullest + 3] ? box : fullest;
    }
    long weight = sums[fullest + 3];
    return weight == 0
        ? null
        : new Colour(
            share(sums[fullest], weight),
            share(sums[fullest + 1], weight),
            share(sums[fullest + 2], weight));
  }

  private static int share(long sum, long weight) {
    return (int) ((sum + weight / 2) / weight);
  }
}
