package dev.affix.image;

/** Which part of a picture stays when a box of other proportions is filled. */
public sealed interface Gravity {

  /** Found by a rule from the picture itself. */
  enum Rule implements Gravity {
    /** The middle. */
    CENTRE,
    /** What draws the eye: edges, skin, strong colours. */
    ATTENTION,
    /** What holds most detail. */
    ENTROPY
  }

  /**
   * A point that stays as near to the middle as the edges allow.
   *
   * @param x percent of the upright picture's width from the left, 0 to 100
   * @param y percent of the upright picture's height from the top, 0 to 100
   */
  record FocalPoint(int x, int y) implements Gravity {
    public FocalPoint {
      if (x < 0 || x > 100 || y < 0 || y > 100) {
        throw new IllegalArgumentException(
            "a focal point is in percent, 0 to 100, but was %d, %d".formatted(x, y));
      }
    }
  }
}
