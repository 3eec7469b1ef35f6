package dev.affix.vips;

import dev.affix.image.Gravity;
import dev.affix.image.Gravity.FocalPoint;
import dev.affix.image.Gravity.Rule;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Transformation;
import dev.affix.image.Transformation.AsStored;
import dev.affix.image.Transformation.Crop;
import dev.affix.image.Transformation.Resize;
import dev.affix.image.Transformation.ResizeAndPad;
import dev.affix.image.Transformation.ResizeToFill;
import dev.affix.image.Transformation.ResizeToFit;
import dev.affix.image.Transformation.ResizeToLimit;
import dev.affix.image.Variation;
import java.util.Optional;

/**
 * From the size of a frame to the size of its result; numbers only.
 *
 * @param area what of the stored frame is used
 * @param whole whether that is all of it
 * @param upright whether it is turned as its orientation says
 * @param sourceWidth width of the area, turned
 * @param sourceHeight height of the area, turned
 * @param resize the box it is brought into
 */
record Placing(
    Area area, boolean whole, boolean upright, int sourceWidth, int sourceHeight, Resize resize) {
  private static final int THIN = 8;

  static Placing of(Variation variation, Header header) {
    boolean upright = !variation.has(AsStored.class);
    int width = upright ? header.uprightWidth() : header.width();
    int height = upright ? header.uprightHeight() : header.height();
    Optional<Area> crop = variation.step(Crop.class).map(Area::of);
    crop.filter(area -> !area.isIn(width, height))
        .ifPresent(area -> {
          throw new InvalidImageException(
              "The picture of %dx%d pixels does not contain the crop %dx%d+%d+%d"
                  .formatted(width, height, area.width(), area.height(), area.x(), area.y()));
        });
    Area wanted = crop.orElse(Area.whole(width, height));
    Area stored =
        upright ? wanted.stored(header.orientation(), header.width(), header.height()) : wanted;
    Resize resize = variation.resize().orElseGet(() -> asItIs(wanted));
    return new Placing(stored, crop.isEmpty(), upright, wanted.width(), wanted.height(), resize);
  }

  private static Resize asItIs(Area wanted) {
    if (Math.max(wanted.width(), wanted.height()) > Transformation.MAX_SIDE) {
      throw new InvalidImageException(
          "The recipe leaves the picture its %dx%d pixels, allowed are %d a side"
              .formatted(wanted.width(), wanted.height(), Transformation.MAX_SIDE));
    }
    return new ResizeToLimit(wanted.width(), wanted.height());
  }

  /** How many times smaller the picture gets; below 1 it grows. */
  private double shrink() {
    double across = (double) sourceWidth / resize.width();
    double down = (double) sourceHeight / resize.height();
    return switch (resize) {
      case ResizeToFill fill -> Math.min(across, down);
      case ResizeToLimit limit -> Math.max(1, Math.max(across, down));
      case ResizeToFit fit -> Math.max(across, down);
      case ResizeAndPad pad -> Math.max(across, down);
    };
  }

  /**
   * How much of it a JPEG decoder may do by itself, where it costs nearly nothing. It leaves at
   * least a factor of two to the resize, which looks better.
   */
  int shrinkOnLoad() {
    if (!whole) {
      return 1;
    }
    double shrink = shrink();
    int factor = shrink >= 16 ? 8 : shrink >= 8 ? 4 : shrink >= 4 ? 2 : 1;
    // The decoder rounds down; a thin picture would lose its proportions or, with a side of none,
    // end the process in a failed assertion.
    return Math.min(sourceWidth, sourceHeight) >= THIN * factor ? factor : 1;
  }

  /** Refuses results that would be too large, before anything is decoded. */
  void check(VipsLimits limits, int frames) {
    boolean boxed = resize instanceof ResizeToFill || resize instanceof ResizeAndPad;
    long across = boxed ? resize.width() : scaled(sourceWidth);
    long down = boxed ? resize.height() : scaled(sourceHeight);
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

  private int scaled(int side) {
    return (int) Math.max(1, Math.round(side / shrink()));
  }

  /** The size within the box, in the picture's own proportions. */
  Area size() {
    return Area.whole(scaled(sourceWidth), scaled(sourceHeight));
  }

  /** The size that just covers the box, in the picture's own proportions. */
  Area cover() {
    return Area.whole(
        Math.max(resize.width(), scaled(sourceWidth)),
        Math.max(resize.height(), scaled(sourceHeight)));
  }

  /** The size before anything is cut away: within the box, or covering it. */
  Area full() {
    return gravity().isEmpty() ? size() : cover();
  }

  /** Whether the full size is smaller, or the same, both ways. */
  boolean shrinks() {
    Area full = full();
    return full.width() <= sourceWidth && full.height() <= sourceHeight;
  }

  /** What of the full size stays; empty if that takes a look at the picture. */
  Optional<Area> kept() {
    return switch (gravity().orElse(null)) {
      case null -> Optional.of(size());
      case FocalPoint point -> Optional.of(around(point));
      case Rule rule when rule == Rule.CENTRE -> Optional.of(centre());
      case Rule rule -> Optional.empty();
    };
  }

  /** What of the covering picture stays, with that point as near to the middle as can be. */
  Area around(FocalPoint point) {
    Area cover = cover();
    return boxAt(
        offset(cover.width(), resize.width(), point.x()),
        offset(cover.height(), resize.height(), point.y()));
  }

  /** As libvips rounds it. */
  private Area centre() {
    Area cover = cover();
    return boxAt((cover.width() - resize.width()) / 2, (cover.height() - resize.height()) / 2);
  }

  private Area boxAt(int x, int y) {
    return new Area(x, y, resize.width(), resize.height());
  }

  private static int offset(int full, int kept, int percent) {
    long centre = Math.round(full * percent / 100.0);
    return Math.clamp(centre - kept / 2, 0, full - kept);
  }

  /** What decides which part stays, if a part has to go. */
  Optional<Gravity> gravity() {
    return resize instanceof ResizeToFill fill ? Optional.of(fill.gravity()) : Optional.empty();
  }
}
