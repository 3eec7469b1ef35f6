package dev.affix.vips;

import dev.affix.image.ImageFormat;
import java.nio.file.Path;

/**
 * libvips called directly, as the limit of what a processor over it can reach: one call that loads
 * and shrinks a file, one that writes a file. Lies in this package for its binding; the settings of
 * the process (no cache, one thread a picture) are those of a {@link VipsImageProcessor}.
 */
public final class DirectVips {
  private final Engine engine = LibraryFinder.find(null);

  /**
   * Shrinks to lie within the box.
   *
   * @param frames whether to take all of an animation
   */
  public void thumbnail(
      Path source, boolean frames, int width, int height, ImageFormat format, Path target) {
    try (var scope = new VipsScope(engine.vips)) {
      var image =
          scope
              .operation("thumbnail")
              .set("filename", source + (frames ? "[n=-1]" : ""))
              .set("width", width)
              .set("height", height)
              .set("size", "down")
              .run();
      Operation save =
          scope.operation(saver(format)).image("in", image).set("filename", target.toString());
      if (engine.vips.atLeast(8, 15, 0)) {
        save.set("keep", "none");
      } else {
        save.set("strip", "true");
      }
      switch (format) {
        case JPEG -> save.set("Q", 80);
        case WEBP -> save.set("Q", 80).set("effort", 4);
        case GIF -> save.set("effort", 3);
        case PNG, AVIF -> {}
      }
      save.finish();
    }
  }

  private static String saver(ImageFormat format) {
    return switch (format) {
      case JPEG -> "jpegsave";
      case PNG -> "pngsave";
      case GIF -> "gifsave";
      case WEBP -> "webpsave";
      case AVIF -> "heifsave";
    };
  }
}
