package dev.affix.vips;

import dev.affix.image.Transformation.Crop;

/** A rectangle of a picture, from its upper left corner. */
record Area(int x, int y, int width, int height) {

  static Area whole(int width, int height) {
    return new Area(0, 0, width, height);
  }

  static Area of(Crop crop) {
    return new Area(crop.x(), crop.y(), crop.width(), crop.height());
  }

  boolean isIn(int fullWidth, int fullHeight) {
    return (long) x + width <= fullWidth && (long) y + height <= fullHeight;
  }

  /**
   * Where this area of an upright picture lies among the pixels as they are stored.
   *
   * @param orientation as in EXIF, 1 to 8
   * @param storedWidth width before the picture is turned upright
   * @param storedHeight height before the picture is turned upright
   */
  Area stored(int orientation, int storedWidth, int storedHeight) {
    return switch (orientation) {
      case 2 -> new Area(storedWidth - x - width, y, width, height);
      case 3 -> new Area(storedWidth - x - width, storedHeight - y - height, width, height);
      case 4 -> new Area(x, storedHeight - y - height, width, height);
      case 5 -> new Area(y, x, height, width);
      case 6 -> new Area(y, storedHeight - x - width, height, width);
      case 7 -> new Area(storedWidth - y - height, storedHeight - x - width, height, width);
      case 8 -> new Area(storedWidth - y - height, x, height, width);
      default -> this;
    };
  }

  Area lower(int by) {
    return new Area(x, y + by, width, height);
  }
}
