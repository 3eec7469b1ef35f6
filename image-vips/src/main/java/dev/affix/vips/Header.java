package dev.affix.vips;

import dev.affix.image.InvalidImageException;
import java.lang.foreign.MemorySegment;

/**
 * What is known of a picture before a pixel is decoded; sizes are of one frame, as stored.
 *
 * @param orientation as in EXIF, 1 to 8; from 5 on width and height are exchanged
 */
record Header(
    int width,
    int height,
    int frames,
    int orientation,
    int bands,
    boolean hasAlpha,
    boolean hasProfile) {

  static Header of(Images images, MemorySegment image) {
    return new Header(
        images.width(image),
        images.height(image),
        images.pages(image),
        images.orientation(image),
        images.bands(image),
        images.hasAlpha(image),
        images.has(image, Images.PROFILE));
  }

  int uprightWidth() {
    return orientation >= 5 ? height : width;
  }

  int uprightHeight() {
    return orientation >= 5 ? width : height;
  }

  /** Refuses what would cost too much to decode. */
  void check(VipsLimits limits, int decodedFrames) {
    long pixels = (long) width * height;
    atMost("pixels", pixels, limits.pixels());
    atMost("pixels a side (sourceSide)", Math.max(width, height), limits.sourceSide());
    atMost("frames", decodedFrames, limits.frames());
    atMost("totalPixels", pixels * decodedFrames, limits.totalPixels());
    atMost("bands", bands, limits.bands());
  }

  private void atMost(String what, long value, long limit) {
    if (value > limit) {
      throw new InvalidImageException(
          "The picture of %dx%d pixels and %d frames is beyond the limit: %d %s, allowed are %d"
              .formatted(width, height, frames, value, what, limit));
    }
  }
}
