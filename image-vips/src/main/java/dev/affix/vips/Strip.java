package dev.affix.vips;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Makes the frames of an animation smaller while they lie in one strip, top to bottom. Across they
 * do not touch, so that this is done to all in one go; down each is made smaller for itself, lest
 * it bleeds into the next, but for rows that can be averaged without a rest. To libvips an
 * operation costs as much as the pixels of a small frame, and a thumbnail of each frame is a good
 * ten of them.
 */
final class Strip {
  /**
   * What is left at least to the better of the two filters: a plain average goes before it, as in
   * libvips' own resize.
   */
  private static final int GAP = 2;

  private final VipsScope scope;
  private final Images images;
  private final Placing placing;

  private Strip(VipsScope scope, Placing placing) {
    this.scope = scope;
    this.images = scope.vips.images;
    this.placing = placing;
  }

  /** Whether that will do for them: their colours are as they stay, and none is turned. */
  static boolean suits(Images images, MemorySegment strip, Header header, Placing placing) {
    int space = images.interpretation(strip);
    boolean standard = space == Images.SRGB || space == Images.BLACK_AND_WHITE;
    boolean turned = placing.upright() && header.orientation() > 1;
    return standard
        && images.format(strip) == Images.UCHAR
        && !images.has(strip, Images.PROFILE)
        && !turned
        && placing.shrinks()
        && placing.kept().isPresent();
  }

  /** The frames in their new size, one strip again; nothing is computed yet. */
  static MemorySegment smaller(
      VipsScope scope, MemorySegment strip, Placing placing, int frameHeight, int frames) {
    return new Strip(scope, placing).smaller(strip, frameHeight, frames);
  }

  private MemorySegment smaller(MemorySegment strip, int frameHeight, int frames) {
    Area area = placing.area();
    Area full = placing.full();
    Area kept = placing.kept().orElseThrow();
    MemorySegment used = columns(strip, area.x(), area.width());
    boolean transparent = images.hasAlpha(used);
    MemorySegment weighed = transparent ? weighed(used) : used;
    int across = divisor(area.width() / full.width() / GAP, area.width());
    int down = divisor(area.height() / full.height() / GAP, frameHeight, area.y(), area.height());
    MemorySegment averaged = averaged(weighed, across, down);
    var small = new MemorySegment[frames];
    for (int i = 0; i < frames; i++) {
      int top = (i * frameHeight + area.y()) / down;
      MemorySegment frame = rows(averaged, top, area.height() / down);
      small[i] = rows(lower(frame, full.height()), kept.y(), kept.height());
    }
    MemorySegment joined = scope.operation("arrayjoin").images("in", small).set("across", 1).run();
    MemorySegment sized = columns(narrow(joined, full.width()), kept.x(), kept.width());
    return transparent ? bytes(scope.operation("unpremultiply").image("in", sized).run()) : sized;
  }

  /**
   * Colours by how much shows of them: those of transparent pixels do not count. In bytes where
   * libvips' own thumbnail has them so, since 8.15: they take a quarter of the room, and its vector
   * code works on nothing else.
   */
  private MemorySegment weighed(MemorySegment image) {
    MemorySegment weighed = scope.operation("premultiply").image("in", image).run();
    return scope.vips.atLeast(8, 15, 0) ? bytes(weighed) : weighed;
  }

  private MemorySegment bytes(MemorySegment image) {
    return images.format(image) == Images.UCHAR
        ? image
        : scope.operation("cast").image("in", image).set("format", "uchar").run();
  }

  /** Some columns and rows made one each: rows of one frame, if they go into it without a rest. */
  private MemorySegment averaged(MemorySegment image, int columns, int rows) {
    MemorySegment lower =
        rows == 1
            ? image
            : scope.operation("shrinkv").image("in", image).set("vshrink", rows).run();
    return columns == 1
        ? lower
        : scope.operation("shrinkh").image("in", lower).set("hshrink", columns).run();
  }

  /** The largest up to that by which all lengths can be divided. */
  private static int divisor(int most, int... lengths) {
    for (int divisor = most; divisor > 1; divisor--) {
      int candidate = divisor;
      if (Arrays.stream(lengths).allMatch(length -> length % candidate == 0)) {
        return divisor;
      }
    }
    return 1;
  }

  private MemorySegment narrow(MemorySegment image, int width) {
    return images.width(image) == width
        ? image
        : reduce("reduceh", image).set("hshrink", factor(images.width(image), width)).run();
  }

  private MemorySegment lower(MemorySegment image, int height) {
    return images.height(image) == height
        ? image
        : reduce("reducev", image).set("vshrink", factor(images.height(image), height)).run();
  }

  private Operation reduce(String name, MemorySegment image) {
    return scope.operation(name).image("in", image).set("gap", GAP);
  }

  private static String factor(int from, int to) {
    return Double.toString((double) from / to);
  }

  private MemorySegment columns(MemorySegment image, int x, int width) {
    return width == images.width(image)
        ? image
        : Resizing.cut(scope, image, new Area(x, 0, width, images.height(image)));
  }

  private MemorySegment rows(MemorySegment image, int y, int height) {
    return height == images.height(image)
        ? image
        : Resizing.cut(scope, image, new Area(0, y, images.width(image), height));
  }
}
