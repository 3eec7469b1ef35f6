package dev.affix;

import dev.affix.image.ImageFormat;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A named image variant of an attachment. It is made when first asked for, and named in URLs by its
 * recipe's digest, so a changed recipe gives new URLs.
 */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface Variant {
  /** Name to ask for it by, at most 64 characters. */
  String name();

  /** {@code {width, height}}: shrink to lie within, never enlarge. */
  int[] resizeToLimit() default {};

  /** {@code {width, height}}: cover and crop. Not together with {@link #resizeToLimit}. */
  int[] resizeToFill() default {};

  /** One format to write; none for the source's own. */
  ImageFormat[] format() default {};

  /** Quality of lossy formats, 1 to 100; 0 for the processor's default. */
  int quality() default 0;
}
