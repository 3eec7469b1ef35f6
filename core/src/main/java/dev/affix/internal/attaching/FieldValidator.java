package dev.affix.internal.attaching;

/** Applies the application's own constraints to a field, where there is a validator. */
@FunctionalInterface
public interface FieldValidator extends AutoCloseable {

  /** Where there is none. */
  FieldValidator NONE = (owner, field) -> {};

  /** Throws what the validator's users expect if a constraint is broken. */
  void validate(Object owner, String field);

  /** Lets go of what it made for itself. */
  @Override
  default void close() {}
}
