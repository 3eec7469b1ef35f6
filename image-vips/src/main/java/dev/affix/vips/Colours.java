package dev.affix.vips;

import dev.affix.image.Colour;
import java.lang.foreign.MemorySegment;

/** Brings colours to 8-bit sRGB or grey. */
final class Colours {
  private final VipsScope scope;
  private final Images images;

  Colours(VipsScope scope) {
    this.scope = scope;
    this.images = scope.vips.images;
  }

  /**
   * The image without its profile, if libvips cannot use that one, and would refuse the picture.
   */
  MemorySegment withUsableProfile(MemorySegment image) {
    if (!images.has(image, Images.PROFILE) || usable(image)) {
      return image;
    }
    MemorySegment copy = scope.copy(image);
    images.remove(copy, Images.PROFILE);
    return copy;
  }

  /** Tries the profile on a single pixel of the same kind. */
  private boolean usable(MemorySegment image) {
    try (var trial = new VipsScope(scope.vips)) {
      MemorySegment black =
          trial
              .operation("black")
              .set("width", 1)
              .set("height", 1)
              .set("bands", images.bands(image))
              .run();
      MemorySegment pixel =
          trial
              .operation("copy")
              .image("in", black)
              .set("interpretation", images.interpretationName(images.interpretation(image)))
              .run();
      images.setBlob(pixel, Images.PROFILE, images.blob(image, Images.PROFILE));
      Operation convert =
          trial
              .operation("icc_transform")
              .image("in", pixel)
              .set("embedded", "true")
              .set("output-profile", "srgb");
      return succeeds(trial, convert);
    }
  }

  private static boolean succeeds(VipsScope trial, Operation convert) {
    try {
      trial.compute(convert.run());
      return true;
    } catch (VipsFailure e) {
      return false;
    }
  }

  /**
   * Inks to sRGB by the embedded profile, else by libvips' own. With black point compensation,
   * which the resize would leave out: blacks would look washed out.
   */
  MemorySegment withoutInks(MemorySegment image) {
    if (images.interpretation(image) != Images.CMYK) {
      return image;
    }
    return scope
        .operation("icc_transform")
        .image("in", image)
        .set("embedded", "true")
        .set("input-profile", "cmyk")
        .set("output-profile", "srgb")
        .set("black-point-compensation", "true")
        .run();
  }

  /** Eight bits a channel, grey or sRGB. */
  MemorySegment standard(MemorySegment image) {
    int space = images.interpretation(image);
    MemorySegment result = image;
    if (space != Images.SRGB && space != Images.BLACK_AND_WHITE) {
      result = scope.operation("colourspace").image("in", result).set("space", "srgb").run();
    }
    if (images.format(result) != Images.UCHAR) {
      result = scope.operation("cast").image("in", result).set("format", "uchar").run();
    }
    return result;
  }

  /** Four bands, red to opacity; for an image that is standard already. */
  MemorySegment rgba(MemorySegment image) {
    MemorySegment coloured =
        images.interpretation(image) == Images.BLACK_AND_WHITE
            ? scope.operation("colourspace").image("in", image).set("space", "srgb").run()
            : image;
    MemorySegment whole =
        images.hasAlpha(coloured)
            ? coloured
            : scope.operation("bandjoin_const").image("in", coloured).set("c", "255").run();
    return images.bands(whole) == 4
        ? whole
        : scope.operation("extract_band").image("in", whole).set("band", 0).set("n", 4).run();
  }

  /** That colour shows behind transparent parts; for an image that is standard already. */
  MemorySegment on(Colour colour, MemorySegment image) {
    boolean grey = colour.red() == colour.green() && colour.green() == colour.blue();
    MemorySegment coloured = image;
    if (!grey && images.interpretation(image) == Images.BLACK_AND_WHITE) {
      coloured = scope.operation("colourspace").image("in", image).set("space", "srgb").run();
    }
    String background =
        images.interpretation(coloured) == Images.BLACK_AND_WHITE
            ? Integer.toString(colour.red())
            : colour.red() + " " + colour.green() + " " + colour.blue();
    return scope.operation("flatten").image("in", coloured).set("background", background).run();
  }
}
