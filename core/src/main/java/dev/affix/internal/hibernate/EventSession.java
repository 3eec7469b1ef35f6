package dev.affix.internal.hibernate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractDatabaseOperationEvent;
import org.jspecify.annotations.Nullable;

/**
 * The session of an insert, update, upsert or delete. Its getter has another return type since
 * Hibernate 7.2, so a call compiled against 7.1 would not be found there, nor the other way round.
 */
final class EventSession {
  private static final Method GETTER = getter();

  private EventSession() {}

  /** Null for a stateless session of Hibernate 7.1. */
  static @Nullable SharedSessionContractImplementor of(AbstractDatabaseOperationEvent event) {
    try {
      return (SharedSessionContractImplementor) GETTER.invoke(event);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new LinkageError(GETTER + " cannot be called", e);
    }
  }

  private static Method getter() {
    try {
      return AbstractDatabaseOperationEvent.class.getMethod("getSession");
    } catch (NoSuchMethodException e) {
      throw new LinkageError("This version of Hibernate does not tell the session of an event", e);
    }
  }
}
