package dev.affix.vips;

import dev.affix.image.Colour;
import dev.affix.image.Transformation.Background;
import dev.affix.image.Transformation.Blur;
import dev.affix.image.Transformation.Flip;
import dev.affix.image.Transformation.Grayscale;
import dev.affix.image.Transformation.Rotate;
import dev.affix.image.Transformation.Sharpen;
import dev.affix.image.Variation;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/** What happens to a frame after it has its size and standard colours. */
final class Effects {
  private final VipsScope scope;
  private final Variation variation;

  Effects(VipsScope scope, Variation variation) {
    this.scope = scope;
    this.variation = variation;
  }

  /** Whether each pixel becomes what it becomes whatever lies around it. */
  static boolean lookAtPixelsAlone(Variation variation) {
    return !variation.has(Rotate.class)
        && !variation.has(Flip.class)
        && !variation.has(Blur.class)
        && !variation.has(Sharpen.class);
  }

  MemorySegment apply(MemorySegment image) {
    return sharpened(blurred(greyed(flipped(turned(image)))));
  }

  /** Turning reads from elsewhere than the top, which a picture that streams in cannot give. */
  private MemorySegment turned(MemorySegment image) {
    return variation
        .step(Rotate.class)
        .map(turn ->
            scope
                .operation("rot")
                .image("in", scope.compute(image))
                .set("angle", "d" + turn.degrees())
                .run())
        .orElse(image);
  }

  private MemorySegment flipped(MemorySegment image) {
    return variation
        .step(Flip.class)
        .map(flip ->
            scope
                .operation("flip")
                .image("in", scope.compute(image))
                .set("direction", flip.direction().name().toLowerCase(Locale.ROOT))
                .run())
        .orElse(image);
  }

  private MemorySegment greyed(MemorySegment image) {
    return variation.has(Grayscale.class)
        ? scope.operation("colourspace").image("in", image).set("space", "b-w").run()
        : image;
  }

  /** Colours of transparent pixels do not count: they are weighed by how much shows of them. */
  private MemorySegment blurred(MemorySegment image) {
    Blur blur = variation.step(Blur.class).orElse(null);
    if (blur == null) {
      return image;
    }
    String sigma = blur.sigma().toPlainString();
    if (!scope.vips.images.hasAlpha(image)) {
      return scope.operation("gaussblur").image("in", image).set("sigma", sigma).run();
    }
    MemorySegment weighed = scope.operation("premultiply").image("in", image).run();
    MemorySegment soft =
        scope.operation("gaussblur").image("in", weighed).set("sigma", sigma).run();
    MemorySegment plain = scope.operation("unpremultiply").image("in", soft).run();
    return scope.operation("cast").image("in", plain).set("format", "uchar").run();
  }

  private MemorySegment sharpened(MemorySegment image) {
    return variation
        .step(Sharpen.class)
        .map(sharpen ->
            scope
                .operation("sharpen")
                .image("in", image)
                .set("sigma", sharpen.sigma().toPlainString())
                .run())
        .orElse(image);
  }

  /**
   * Fills what is transparent, if the recipe names a colour or the output knows no transparency.
   */
  MemorySegment onBackground(MemorySegment image, Output output) {
    Colour colour =
        variation
            .step(Background.class)
            .map(Background::colour)
            .orElse(output == Output.JPEG ? Colour.WHITE : null);
    return colour != null && scope.vips.images.hasAlpha(image)
        ? new Colours(scope).on(colour, image)
        : image;
  }
}
