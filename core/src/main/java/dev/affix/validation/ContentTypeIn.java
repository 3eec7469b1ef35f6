package dev.affix.validation;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Files must have one of these content types, as their bytes tell; {@code "image/*"} stands for a
 * family.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ContentTypeInValidator.class)
public @interface ContentTypeIn {
  /** Media types without parameters, lower case. */
  String[] value();

  String message() default "content type must be one of {value}";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
