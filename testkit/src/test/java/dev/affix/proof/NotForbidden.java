package dev.affix.proof;

import dev.affix.AttachedOne;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A constraint as an application would write it: no file of nine bytes. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = NotForbidden.Validator.class)
@interface NotForbidden {
  String message() default "must not be forbidden";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Looks at the file through the handle, as it is going to be. */
  final class Validator implements ConstraintValidator<NotForbidden, AttachedOne> {
    @Override
    public boolean isValid(AttachedOne handle, ConstraintValidatorContext context) {
      return handle.file().filter(file -> file.byteSize() == 9).isEmpty();
    }
  }
}
