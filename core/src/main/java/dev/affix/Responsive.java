package dev.affix;

import dev.affix.image.ImageFormat;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One picture in several widths and formats, for browsers to choose from. Each width in each format
 * is an ordinary variant, of the name {@code cover-640-webp} for a set of the name {@code cover},
 * that shrinks to this width and never enlarges. See {@link AttachedFile#picture}.
 */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Responsive {
  /** Name to ask for it by. */
  String name();

  /** Widths in pixels, from narrow to wide. */
  int[] widths();

  /**
   * Formats to offer, best first; the last is for browsers that know no other. None for the
   * picture's own.
   */
  ImageFormat[] formats() default {};

  /**
   * How wide the picture is shown, as the attribute {@code sizes} in HTML says it: {@code
   * "(max-width: 600px) 100vw, 600px"}.
   */
  String sizes() default "100vw";

  /** Quality of lossy formats, 1 to 100; 0 for the processor's default. */
  int quality() default 0;
}
