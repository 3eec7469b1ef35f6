package dev.affix.internal.attaching;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.NoProviderFoundException;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.ValidatorFactory;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates by Jakarta Validation. Needed since the provider validates new owners by itself, but
 * not a managed one that is otherwise clean.
 */
public final class JakartaFieldValidator implements FieldValidator {
  private static final Logger LOG = LoggerFactory.getLogger(JakartaFieldValidator.class);

  private final ValidatorFactory factory;
  private final boolean own;

  private JakartaFieldValidator(ValidatorFactory factory, boolean own) {
    this.factory = factory;
    this.own = own;
  }

  /**
   * By the persistence unit's own factory, else the default one; none if there is no provider, or
   * one that cannot start, as Hibernate does without it, too.
   */
  public static FieldValidator of(Map<String, Object> properties) {
    if (properties.get("jakarta.persistence.validation.factory")
        instanceof ValidatorFactory shared) {
      return new JakartaFieldValidator(shared, false);
    }
    try {
      return new JakartaFieldValidator(Validation.buildDefaultValidatorFactory(), true);
    } catch (NoProviderFoundException e) {
      return FieldValidator.NONE;
    } catch (ValidationException e) {
      LOG.warn(
          "Jakarta Validation cannot start, so constraints of your own are not validated when a file"
              + " is attached; Hibernate Validator needs an expression language on the class path",
          e);
      return FieldValidator.NONE;
    }
  }

  @Override
  public void close() {
    if (own) {
      factory.close();
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
