package dev.affix.image;

import java.math.BigDecimal;

/**
 * One step of a recipe, or one setting of it. The set is closed: nothing from outside can name an
 * operation that is not here. Names are those of ActiveStorage's image processing.
 *
 * <p>Steps work in a fixed order, whatever the order they are given in: frame, orientation, crop,
 * resize, rotate, flip, grayscale, blur, sharpen, background, then writing. Sizes are pixels of the
 * upright picture; 1 to {@value #MAX_SIDE}.
 */
public sealed interface Transformation {

  /** The longest side a variant may be asked for. */
  int MAX_SIDE = 16_384;

  /** Brings the picture into a box; a recipe has at most one of these. */
  sealed interface Resize extends Transformation {
    int width();

    int height();
  }

  /** Shrinks to lie within width and height, keeping proportions; never enlarges. */
  record ResizeToLimit(int width, int height) implements Resize {
    public ResizeToLimit {
      box(width, height);
    }
  }

  /** Shrinks or enlarges to lie within width and height and touch them, keeping proportions. */
  record ResizeToFit(int width, int height) implements Resize {
    public ResizeToFit {
      box(width, height);
    }
  }

  /** Covers width and height, keeping proportions, and cuts what is over. */
  record ResizeToFill(int width, int height, Gravity gravity) implements Resize {
    public ResizeToFill {
      box(width, height);
    }

    /** Cuts on both sides alike. */
    public ResizeToFill(int width, int height) {
      this(width, height, Gravity.Rule.CENTRE);
    }
  }

  /**
   * As {@link ResizeToFit}, then in the middle of a canvas of width and height: of the {@link
   * Background} colour; without one transparent, or white where the format knows no transparency.
   */
  record ResizeAndPad(int width, int height) implements Resize {
    public ResizeAndPad {
      box(width, height);
    }
  }

  /**
   * Cuts this rectangle out of the upright picture, before any resize. A picture that does not
   * contain all of it has no such variant.
   */
  record Crop(int x, int y, int width, int height) implements Transformation {
    public Crop {
      if (x < 0 || y < 0) {
        throw new IllegalArgumentException(
            "a crop starts at 0 or beyond, but was at %d, %d".formatted(x, y));
      }
      box(width, height);
    }
  }

  /** Turns clockwise by 90, 180 or 270 degrees. */
  record Rotate(int degrees) implements Transformation {
    public Rotate {
      if (degrees != 90 && degrees != 180 && degrees != 270) {
        throw new IllegalArgumentException("rotate takes 90, 180 or 270, but was " + degrees);
      }
    }
  }

  /** Mirrors. */
  record Flip(Direction direction) implements Transformation {
    /** Which way things go. */
    public enum Direction {
      /** Left becomes right. */
      HORIZONTAL,
      /** Up becomes down. */
      VERTICAL
    }
  }

  /** Leaves the picture as its pixels are stored, not upright as its metadata says. */
  record AsStored() implements Transformation {}

  /**
   * Blurs by a Gaussian.
   *
   * @param sigma in pixels of the result, 0.3 to 50, at most two decimals
   */
  record Blur(BigDecimal sigma) implements Transformation {
    public Blur {
      sigma = bounded("blur", sigma, "0.3", "50");
    }
  }

  /**
   * Sharpens edges.
   *
   * @param sigma in pixels of the result, 0.3 to 5, at most two decimals
   */
  record Sharpen(BigDecimal sigma) implements Transformation {
    public Sharpen {
      sigma = bounded("sharpen", sigma, "0.3", "5");
    }
  }

  /** Takes the colours away. */
  record Grayscale() implements Transformation {}

  /** What shows behind transparent parts, and beside the picture in a padded one. */
  record Background(Colour colour) implements Transformation {}

  /** Takes this frame or page of several, from 0; the result is still. */
  record Frame(int number) implements Transformation {
    public Frame {
      if (number < 0 || number > 9_999) {
        throw new IllegalArgumentException("frame must be 0 to 9999, but was " + number);
      }
    }
  }

  /** Makes a still picture of an animation, from its first frame. */
  record Still() implements Transformation {}

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

  /**
   * How much work to spend on a small file, 0 to 6. A processor does less where the highest effort
   * of a format would cost seconds.
   */
  record Effort(int level) implements Transformation {
    public Effort {
      if (level < 0 || level > 6) {
        throw new IllegalArgumentException("effort must be 0 to 6, but was " + level);
      }
    }
  }

  /** Loses nothing in formats that can be written either way; others take no notice. */
  record Lossless() implements Transformation {}

  /** Writes so that a coarse picture shows before all bytes have come, where the format can. */
  record Progressive() implements Transformation {}

  private static void box(int width, int height) {
    side("width", width);
    side("height", height);
  }

  private static void side(String name, int value) {
    if (value < 1 || value > MAX_SIDE) {
      throw new IllegalArgumentException(
          name + " must be 1 to " + MAX_SIDE + " pixels, but was " + value);
    }
  }

  /** One spelling for each value. */
  private static BigDecimal bounded(String name, BigDecimal value, String least, String most) {
    BigDecimal spelled = value.stripTrailingZeros();
    if (spelled.scale() > 2
        || spelled.compareTo(new BigDecimal(least)) < 0
        || spelled.compareTo(new BigDecimal(most)) > 0) {
      throw new IllegalArgumentException(
          "%s must be %s to %s with at most two decimals, but was %s"
              .formatted(name, least, most, value.toPlainString()));
    }
    return spelled;
  }
}
