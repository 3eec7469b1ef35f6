package dev.affix.validation;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** No file may be larger, each for itself. */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = MaxFileSizeValidator.class)
public @interface MaxFileSize {
  /** A number and B, KB, MB or GB (steps of 1,024): {@code "500KB"}. */
  String value();

  String message() default "file must not be larger than {value}";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
