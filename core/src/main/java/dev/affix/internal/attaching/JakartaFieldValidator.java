package dev.affix.internal.attaching;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ValidatorFactory;
import java.util.Set;

/**
 * Validates by Jakarta Validation. Needed since the provider validates new owners by itself, but not
 * a managed one that is otherwise clean.
 */
public final class JakartaFieldValidator implements FieldValidator {
  private final ValidatorFactory factory;

  /**
   * @param factory a {@link ValidatorFactory}; the parameter's type spares callers the class
   */
  public JakartaFieldValidator(Object factory) {
    this.factory = (ValidatorFactory) factory;
  }

  @Override
  public void validate(Object owner, String field) {
    Set<ConstraintViolation<Object>> violations =
        factory.getValidator().validateProperty(owner, field);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
  }
}
