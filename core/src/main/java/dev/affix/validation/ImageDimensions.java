package dev.affix.validation;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Files must be pictures within these sizes, in pixels, orientation applied. The header tells them,
 * when a file is staged for the attachment or accepted for it; no pixel is decoded. What was staged
 * for no attachment, and whose sizes are not known, is refused. Needs an image processor.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ImageDimensionsValidator.class)
public @interface ImageDimensions {
  int minWidth() default 1;

  int maxWidth() default Integer.MAX_VALUE;

  int minHeight() default 1;

  int maxHeight() default Integer.MAX_VALUE;

  /** Width times height; of one frame, if animated. */
  long maxPixels() default Long.MAX_VALUE;

  String message() default "the picture's width or height is not accepted";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
