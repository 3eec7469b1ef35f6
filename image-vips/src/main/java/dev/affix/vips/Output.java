package dev.affix.vips;

import dev.affix.image.ImageFormat;
import dev.affix.image.Transformation.Effort;
import dev.affix.image.Transformation.Lossless;
import dev.affix.image.Transformation.Progressive;
import dev.affix.image.Variation;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How each format is written. */
enum Output {
  JPEG(ImageFormat.JPEG, "jpegsave_target", 80),
  PNG(ImageFormat.PNG, "pngsave_target", 0),
  GIF(ImageFormat.GIF, "gifsave_target", 0),
  WEBP(ImageFormat.WEBP, "webpsave_target", 80),
  AVIF(ImageFormat.AVIF, "heifsave_target", 50);

  final ImageFormat format;
  final String saver;
  final boolean animates;
  private final boolean losslessToo;
  private final boolean interlaces;

  /** Quality unless the recipe names one; 0 where the format has none. */
  private final int quality;

  Output(ImageFormat format, String saver, int quality) {
    this.format = format;
    this.saver = saver;
    this.quality = quality;
    this.animates = format == ImageFormat.GIF || format == ImageFormat.WEBP;
    this.losslessToo = format == ImageFormat.WEBP || format == ImageFormat.AVIF;
    this.interlaces = format == ImageFormat.JPEG || format == ImageFormat.PNG;
  }

  static Output of(ImageFormat format) {
    return Arrays.stream(values()).filter(o -> o.format == format).findFirst().orElseThrow();
  }

  static List<Output> writtenBy(Libvips vips) {
    return Arrays.stream(values()).filter(output -> vips.has(output.saver)).toList();
  }

  /** Writes the image; its fields are stripped already, this also drops what savers add. */
  void save(VipsScope scope, MemorySegment image, MemorySegment target, Variation variation) {
    Operation save = scope.operation(saver).image("in", image).target(target);
    if (scope.vips.atLeast(8, 15, 0)) {
      save.set("keep", "none");
    } else {
      save.set("strip", "true");
    }
    if (quality > 0) {
      save.set("Q", variation.quality().orElse(quality));
    }
    effort(save, variation.step(Effort.class).map(Effort::level));
    if (losslessToo && variation.has(Lossless.class)) {
      save.set("lossless", "true");
    }
    if (interlaces && variation.has(Progressive.class)) {
      save.set("interlace", "true");
    }
    save.finish();
  }

  /** Capped where more costs seconds for a hundredth of the bytes. */
  private void effort(Operation save, Optional<Integer> wanted) {
    switch (this) {
      case JPEG -> {}
      case PNG -> wanted.ifPresent(level -> save.set("compression", 3 + level));
      case GIF -> save.set("effort", wanted.map(level -> Math.clamp(level, 1, 3)).orElse(3));
      case WEBP -> save.set("effort", wanted.map(level -> Math.min(level, 4)).orElse(4));
      case AVIF ->
          save.set("compression", "av1")
              .set("effort", wanted.map(level -> Math.min(level, 4)).orElse(2));
    }
  }
}
