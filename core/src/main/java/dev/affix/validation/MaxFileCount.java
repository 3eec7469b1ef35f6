package dev.affix.validation;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A handle may hold at most this many files. */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = MaxFileCountValidator.class)
public @interface MaxFileCount {
  /** At least 1. */
  int value();

  String message() default "at most {value} files";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
