package dev.affix.internal.attaching;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.NoProviderFoundException;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.Map;
import java.util.Set;

/**
 * Validates by Jakarta Validation. Needed since the provider validates new owners by itself, but
 * not a managed one that is otherwise clean.
 */
public final class JakartaFieldValidator implements FieldValidator {
  private final ValidatorFactory factory;

  private JakartaFieldValidator(ValidatorFactory factory) {
    this.factory = factory;
  }

  /** By the persistence unit's own factory, else the default one; none if there is no provider. */
  public static FieldValidator of(Map<String, Object> properties) {
    if (properties.get("jakarta.persistence.validation.factory")
        instanceof ValidatorFactory shared) {
      return new JakartaFieldValidator(shared);
    }
    try {
      return new JakartaFieldValidator(Validation.buildDefaultValidatorFactory());
    } catch (NoProviderFoundException e) {
      return FieldValidator.NONE;
    }
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
