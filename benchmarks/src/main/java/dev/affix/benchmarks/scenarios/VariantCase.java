package dev.affix.benchmarks.scenarios;

import dev.affix.benchmarks.bed.Pictures;
import dev.affix.image.ImageFormat;
import dev.affix.image.Variation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One picture and what becomes of it.
 *
 * @param box width and height that it must lie within
 * @param frames whether all frames are taken
 */
record VariantCase(String name, Path file, int box, ImageFormat format, boolean frames) {

  static List<VariantCase> all(Pictures pictures) throws IOException {
    return List.of(
        new VariantCase("photo_100", pictures.photoFile(), 100, ImageFormat.JPEG, false),
        new VariantCase("photo_1200_webp", pictures.photoFile(), 1_200, ImageFormat.WEBP, false),
        new VariantCase("icon_100", pictures.iconFile(), 100, ImageFormat.PNG, false),
        new VariantCase("gif_100", pictures.animationFile(), 100, ImageFormat.GIF, true));
  }

  String line() {
    return "variant_" + name;
  }

  Variation variation() {
    return Variation.of(Variation.resizeToLimit(box, box), Variation.format(format));
  }
}
