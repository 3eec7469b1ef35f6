package dev.affix.internal.mapping;

import dev.affix.internal.mapping.FileFacts.Pixels;
import dev.affix.validation.ImageDimensions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sizes that pictures may have; all bounds are accepted themselves. */
public record DimensionLimits(
    int minWidth, int maxWidth, int minHeight, int maxHeight, long maxPixels) {

  static DimensionLimits of(ImageDimensions annotation) {
    var limits =
        new DimensionLimits(
            annotation.minWidth(),
            annotation.maxWidth(),
            annotation.minHeight(),
            annotation.maxHeight(),
            annotation.maxPixels());
    range("Width", limits.minWidth, limits.maxWidth);
    range("Height", limits.minHeight, limits.maxHeight);
    if ((long) limits.minWidth * limits.minHeight > limits.maxPixels) {
      throw new IllegalArgumentException(
          "@ImageDimensions accepts nothing: minWidth times minHeight is more than maxPixels = "
              + limits.maxPixels);
    }
    return limits;
  }

  /** What is wrong with a picture of that size, told as "is ..., but accepted are ...". */
  Optional<String> faultOf(String filename, Pixels pixels) {
    boolean fits =
        pixels.width() >= minWidth
            && pixels.width() <= maxWidth
            && pixels.height() >= minHeight
            && pixels.height() <= maxHeight
            && (long) pixels.width() * pixels.height() <= maxPixels;
    return fits
        ? Optional.empty()
        : Optional.of(
            "\"%s\" has %dx%d pixels; accepted are %s"
                .formatted(filename, pixels.width(), pixels.height(), accepted()));
  }

  private String accepted() {
    List<String> parts = new ArrayList<>();
    tell(parts, minWidth, maxWidth, "wide");
    tell(parts, minHeight, maxHeight, "high");
    if (maxPixels != Long.MAX_VALUE) {
      parts.add("at most " + maxPixels + " pixels in all");
    }
    return String.join(", ", parts);
  }

  private static void tell(List<String> parts, int min, int max, String direction) {
    if (max == Integer.MAX_VALUE) {
      if (min > 1) {
        parts.add("at least %d pixels %s".formatted(min, direction));
      }
    } else if (min > 1) {
      parts.add("%d to %d pixels %s".formatted(min, max, direction));
    } else {
      parts.add("at most %d pixels %s".formatted(max, direction));
    }
  }

  private static void range(String side, int min, int max) {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "@ImageDimensions wants 1 <= min%s <= max%s, but they were %d and %d"
              .formatted(side, side, min, max));
    }
  }
}
