package dev.affix.internal.hibernate;

import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.HandleFields;
import java.lang.reflect.Field;
import org.hibernate.Hibernate;
import org.hibernate.proxy.HibernateProxy;

/**
 * Finds the real owner behind a lazy reference. A proxy class has a handle of its own, made by its
 * constructor; an enhanced class is itself the unloaded reference. Neither may pass for an owner
 * without attachments.
 */
public final class LazyOwner {
  private LazyOwner() {}

  /** The state to use: loads the owner if the handle is that of an unloaded reference. */
  public static Handle bound(Handle handle, Object publicHandle) {
    if (handle.binding().isPresent()) {
      return handle;
    }
    Object owner = handle.owner();
    if (owner instanceof HibernateProxy) {
      Object target = Hibernate.unproxy(owner);
      return HandleFields.stateOf(sameField(publicHandle, owner, target));
    }
    if (!Hibernate.isInitialized(owner)) {
      Hibernate.initialize(owner);
    }
    return handle;
  }

  private static Object sameField(Object publicHandle, Object proxy, Object target) {
    for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getType() == publicHandle.getClass() && field.trySetAccessible()) {
          try {
            if (field.get(proxy) == publicHandle) {
              return field.get(target);
            }
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was made accessible, but is not", e);
          }
        }
      }
    }
    return publicHandle;
  }
}
