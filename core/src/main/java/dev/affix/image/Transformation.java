package dev.affix.image;

/**
 * One step of a recipe, or one setting of it. The set is closed: nothing from outside can name an
 * operation that is not here. Names are those of ActiveStorage's image processing.
 *
 * <p>Sizes are pixels of the upright picture, orientation applied; 1 to {@value #MAX_SIDE}.
 */
public sealed interface Transformation {

  /** The longest side a variant may be asked for. */
  int MAX_SIDE = 16_384;

  /** Shrinks to lie within width and height, keeping proportions; never enlarges. */
  record ResizeToLimit(int width, int height) implements Transformation {
    public ResizeToLimit {
      side("width", width);
      side("height", height);
    }
  }

  /** Covers width and height, keeping proportions, and cuts what is over on both sides alike. */
  record ResizeToFill(int width, int height) implements Transformation {
    public ResizeToFill {
      side("width", width);
      side("height", height);
    }
  }

  /** Writes this format instead of the source's. */
  record Format(ImageFormat format) implements Transformation {}

  /** Quality of lossy formats, 1 to 100. */
  record Quality(int percent) implements Transformation {
    public Quality {
      if (percent < 1 || percent > 100) {
        throw new IllegalArgumentException("quality must be 1 to 100, but was " + percent);
      }
    }
  }

  private static void side(String name, int value) {
    if (value < 1 || value > MAX_SIDE) {
      throw new IllegalArgumentException(
          name + " must be 1 to " + MAX_SIDE + " pixels, but was " + value);
    }
  }
}
