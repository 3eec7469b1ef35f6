package dev.affix.vips;

import dev.affix.image.InvalidImageException;
import dev.affix.image.Transformation;
import dev.affix.image.Transformation.ResizeToFill;
import dev.affix.image.Transformation.ResizeToLimit;
import dev.affix.image.Variation;
import java.lang.foreign.MemorySegment;

/**
 * The box a frame is brought into, upright.
 *
 * @param fill whether to cover the box and cut, instead of lying within it and never growing
 */
record Resize(int width, int height, boolean fill) {
  private static final int THIN = 8;

  static Resize of(Variation variation, Header header) {
    Transformation resize = variation.resize().orElse(null);
    return switch (resize) {
      case ResizeToLimit(int width, int height) -> new Resize(width, height, false);
      case ResizeToFill(int width, int height) -> new Resize(width, height, true);
      case null, default -> new Resize(header.uprightWidth(), header.uprightHeight(), false);
    };
  }

  /** How many times smaller the picture gets; below 1 it grows. */
  private double shrink(Header header) {
    double across = (double) header.uprightWidth() / width;
    double down = (double) header.uprightHeight() / height;
    return fill ? Math.min(across, down) : Math.max(1, Math.max(across, down));
  }

  /**
   * How much of it a JPEG decoder may do by itself, where it costs nearly nothing. It leaves at
   * least a factor of two to the resize, which looks better.
   */
  int shrinkOnLoad(Header header) {
    double shrink = shrink(header);
    int factor = shrink >= 16 ? 8 : shrink >= 8 ? 4 : shrink >= 4 ? 2 : 1;
    // The decoder rounds down; a thin picture would lose its proportions or, with a side of none,
    // end the process in a failed assertion.
    return Math.min(header.width(), header.height()) >= THIN * factor ? factor : 1;
  }

  /** Refuses results that would be too large, before anything is decoded. */
  void check(VipsLimits limits, Header header, int frames) {
    double shrink = shrink(header);
    long across = fill ? width : Math.max(1, Math.round(header.uprightWidth() / shrink));
    long down = fill ? height : Math.max(1, Math.round(header.uprightHeight() / shrink));
    boolean tooLarge =
        across > limits.side()
            || down > limits.side()
            || across * down > limits.resultPixels()
            || across * down * frames > limits.totalPixels();
    if (tooLarge) {
      throw new InvalidImageException(
          "The result would have %dx%d pixels and %d frames, allowed are %d a side, %d a frame, %d in all"
              .formatted(
                  across,
                  down,
                  frames,
                  limits.side(),
                  limits.resultPixels(),
                  limits.totalPixels()));
    }
  }

  /** The frame in its new size, upright, and in sRGB if it has a profile. */
  MemorySegment apply(VipsScope scope, MemorySegment frame, boolean hasProfile) {
    Operation thumbnail =
        scope
            .operation("thumbnail_image")
            .image("in", frame)
            .set("width", width)
            .set("height", height)
            .set("size", fill ? "both" : "down");
    if (fill) {
      thumbnail.set("crop", "centre");
    }
    if (hasProfile) {
      thumbnail.set("export-profile", "srgb");
    }
    return thumbnail.run();
  }
}
