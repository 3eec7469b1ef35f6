package dev.affix.vips;

import dev.affix.image.ImageFormat;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** How each format is written. */
enum Output {
  JPEG(ImageFormat.JPEG, "jpegsave_target", false, 80),
  PNG(ImageFormat.PNG, "pngsave_target", false, 0),
  GIF(ImageFormat.GIF, "gifsave_target", true, 0),
  WEBP(ImageFormat.WEBP, "webpsave_target", true, 80),
  AVIF(ImageFormat.AVIF, "heifsave_target", false, 50);

  final ImageFormat format;
  final String saver;
  final boolean animates;

  /** Quality unless the recipe names one; 0 where the format has none. */
  private final int quality;

  Output(ImageFormat format, String saver, boolean animates, int quality) {
    this.format = format;
    this.saver = saver;
    this.animates = animates;
    this.quality = quality;
  }

  static Output of(ImageFormat format) {
    return Arrays.stream(values()).filter(o -> o.format == format).findFirst().orElseThrow();
  }

  static List<Output> writtenBy(Libvips vips) {
    return Arrays.stream(values()).filter(output -> vips.has(output.saver)).toList();
  }

  /** Writes the image; its fields are stripped already, this also drops what savers add. */
  void save(VipsScope scope, MemorySegment image, MemorySegment target, int wantedQuality) {
    Operation save = scope.operation(saver).image("in", image).target(target);
    if (scope.vips.atLeast(8, 15, 0)) {
      save.set("keep", "none");
    } else {
      save.set("strip", "true");
    }
    if (quality > 0) {
      save.set("Q", wantedQuality > 0 ? wantedQuality : quality);
    }
    switch (this) {
      case GIF -> save.set("effort", 3);
      case WEBP -> save.set("effort", 4);
      case AVIF -> save.set("compression", "av1").set("effort", 2);
      case JPEG, PNG -> {}
    }
    save.finish();
  }
}
