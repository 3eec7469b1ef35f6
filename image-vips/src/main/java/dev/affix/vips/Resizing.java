package dev.affix.vips;

import dev.affix.image.Gravity;
import dev.affix.image.Gravity.FocalPoint;
import dev.affix.image.Gravity.Rule;
import dev.affix.image.Transformation.ResizeAndPad;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Brings frames of one picture to their new size. */
final class Resizing {
  private final Placing placing;

  /** Where a rule found the part of the first frame that stays; the others follow it. */
  private @Nullable Area aim;

  Resizing(Placing placing) {
    this.placing = placing;
  }

  /** The frame in its new size, turned, and in sRGB if it has a profile. */
  MemorySegment apply(VipsScope scope, MemorySegment frame, boolean hasProfile, boolean animated) {
    Gravity gravity = placing.gravity().orElse(null);
    return switch (gravity) {
      case null -> thumbnail(scope, frame, hasProfile, null);
      case FocalPoint point ->
          cut(scope, covering(scope, frame, hasProfile), placing.around(point));
      case Rule rule when animated && rule != Rule.CENTRE ->
          followed(scope, covering(scope, frame, hasProfile), rule);
      case Rule rule -> thumbnail(scope, frame, hasProfile, rule);
    };
  }

  /**
   * Without a crop the size is said to the pixel: libvips would take the proportions of what a JPEG
   * decoder made smaller already, whose sides are rounded.
   */
  private MemorySegment thumbnail(
      VipsScope scope, MemorySegment frame, boolean hasProfile, @Nullable Rule crop) {
    Operation thumbnail = shrink(scope, frame, hasProfile);
    if (crop == null) {
      Area size = placing.size();
      thumbnail.set("width", size.width()).set("height", size.height()).set("size", "force");
    } else {
      thumbnail
          .set("width", placing.resize().width())
          .set("height", placing.resize().height())
          .set("crop", name(crop));
    }
    return thumbnail.run();
  }

  private MemorySegment covering(VipsScope scope, MemorySegment frame, boolean hasProfile) {
    Area cover = placing.cover();
    return shrink(scope, frame, hasProfile)
        .set("width", cover.width())
        .set("height", cover.height())
        .set("size", "force")
        .run();
  }

  private Operation shrink(VipsScope scope, MemorySegment frame, boolean hasProfile) {
    Operation thumbnail = scope.operation("thumbnail_image").image("in", frame);
    if (!placing.upright()) {
      thumbnail.set("no-rotate", "true");
    }
    if (hasProfile) {
      thumbnail.set("export-profile", "srgb");
    }
    return thumbnail;
  }

  /** Every frame for itself would look at something else, and the picture would jump about. */
  private MemorySegment followed(VipsScope scope, MemorySegment covering, Rule rule) {
    if (aim != null) {
      return cut(scope, covering, aim);
    }
    MemorySegment computed = scope.compute(covering);
    aim = found(scope, computed, rule);
    return cut(scope, computed, aim);
  }

  private Area found(VipsScope scope, MemorySegment frame, Rule rule) {
    int width = placing.resize().width();
    int height = placing.resize().height();
    MemorySegment found =
        scope
            .operation("smartcrop")
            .image("input", frame)
            .set("width", width)
            .set("height", height)
            .set("interesting", name(rule))
            .run();
    Images images = scope.vips.images;
    return new Area(-images.xOffset(found), -images.yOffset(found), width, height);
  }

  static MemorySegment cut(VipsScope scope, MemorySegment image, Area area) {
    return scope
        .operation("extract_area")
        .image("input", image)
        .set("left", area.x())
        .set("top", area.y())
        .set("width", area.width())
        .set("height", area.height())
        .run();
  }

  /** Whether the box is filled up around the picture. */
  boolean pads() {
    return placing.resize() instanceof ResizeAndPad;
  }

  /** Transparent all around, up to the box; for an image of standard colours. */
  MemorySegment padded(VipsScope scope, MemorySegment image) {
    if (!(placing.resize() instanceof ResizeAndPad box)) {
      return image;
    }
    MemorySegment through = image;
    if (!scope.vips.images.hasAlpha(image)) {
      through = scope.operation("bandjoin_const").image("in", image).set("c", "255").run();
    }
    return scope
        .operation("gravity")
        .image("in", through)
        .set("direction", "centre")
        .set("width", box.width())
        .set("height", box.height())
        .set("extend", "black")
        .run();
  }

  private static String name(Rule rule) {
    return rule.name().toLowerCase(Locale.ROOT);
  }
}
