package dev.affix;

import dev.affix.image.Gravity;
import dev.affix.image.ImageFormat;
import dev.affix.image.Transformation;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A named image variant of an attachment. It is made when first asked for, unless it says {@link
 * #preprocess}, and named in URLs by its recipe's digest, so a changed recipe gives new URLs. Steps
 * work in the order that {@link Transformation} tells.
 */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Variant {
  /** Name to ask for it by, at most 64 characters. */
  String name();

  /** {@code {width, height}}: shrink to lie within, never enlarge. One resize at most. */
  int[] resizeToLimit() default {};

  /** {@code {width, height}}: shrink or enlarge to touch the box from within. */
  int[] resizeToFit() default {};

  /** {@code {width, height}}: cover and crop, as {@link #gravity} or {@link #focalPoint} says. */
  int[] resizeToFill() default {};

  /** {@code {width, height}}: fit, and fill the box up with {@link #background}. */
  int[] resizeAndPad() default {};

  /** What of the picture {@link #resizeToFill} keeps. */
  Gravity.Rule gravity() default Gravity.Rule.CENTRE;

  /** {@code {x, y}} in percent from the upper left: what {@link #resizeToFill} keeps. */
  int[] focalPoint() default {};

  /** {@code {x, y, width, height}} of the upright picture, cut out before it is resized. */
  int[] crop() default {};

  /** Degrees to turn clockwise: 90, 180 or 270. */
  int rotate() default 0;

  /** A direction to mirror in. */
  Transformation.Flip.Direction[] flip() default {};

  /** Whether the picture is turned upright as its metadata says. */
  boolean autoOrient() default true;

  /** Gaussian blur by that sigma, 0.3 to 50; 0 for none. */
  double blur() default 0;

  /** Sharpens by that sigma, 0.3 to 5; 0 for none. */
  double sharpen() default 0;

  /** Whether the colours go. */
  boolean grayscale() default false;

  /** {@code #rrggbb} behind transparent parts and beside a padded picture. */
  String background() default "";

  /** A frame or page to take, from 0; none for the first, or for all of an animation. */
  int[] frame() default {};

  /** Whether an animation stays one where the formats can. */
  boolean keepAnimation() default true;

  /** One format to write; none for the source's own. */
  ImageFormat[] format() default {};

  /** Quality of lossy formats, 1 to 100; 0 for the processor's default. */
  int quality() default 0;

  /** How much work to spend on a small file, 0 to 6; none for the processor's default. */
  int[] effort() default {};

  /** Whether to lose nothing in formats that can be written either way. */
  boolean lossless() default false;

  /** Whether to write so that a coarse picture shows first, where the format can. */
  boolean progressive() default false;

  /**
   * Whether it is made soon after the file is attached, before anybody asks. What is lacking is
   * found in rows, so nothing is lost by a crash; it goes on at {@link Affix#housekeeping}, within
   * {@link AffixBuilder#variantsPerMinute}.
   */
  boolean preprocess() default false;

  /**
   * Names of variants of the same attachment to show, in this order, if this one cannot be made or
   * the file is gone; made if need be. No cache keeps them under this one's URL.
   */
  String[] fallback() default {};

  /**
   * Whether, after {@link #fallback}, the original is shown: large, and not stripped of anything.
   */
  boolean fallbackToOriginal() default false;

  /**
   * Name of a picture to show when nothing else is left, see {@link AffixBuilder#placeholder};
   * empty for none. The answer's status is 404.
   */
  String placeholder() default "";
}
