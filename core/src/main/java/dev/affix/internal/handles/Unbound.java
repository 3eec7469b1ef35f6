package dev.affix.internal.handles;

import dev.affix.AffixException;
import dev.affix.AttachmentOwner;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.lang.annotation.Annotation;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Owners that no session knows: new ones are empty, all others must not be taken for empty. */
final class Unbound {
  private Unbound() {}

  /**
   * Before a read.
   *
   * @throws AffixException if the owner has an id, and so may have attachments nobody loaded
   */
  static void requireNewToRead(Object owner) {
    requireNew(
        owner,
        "so its attachments are unknown; call affix.preload(owners, name) or"
            + " affix.find(type, ids, name), and see that Affix is built before use");
  }

  /**
   * Before a removal.
   *
   * @throws AffixException if the owner has an id, and so may have attachments to be removed
   */
  static void requireNewToWrite(Object owner) {
    requireNew(
        owner,
        "so nothing of it can be removed or moved; find it in a session, merge or persist it first");
  }

  private static void requireNew(Object owner, String consequence) {
    Object id = idOf(owner);
    if (id != null && !(id instanceof Number number && number.longValue() == 0)) {
      throw new AffixException(
          "%s#%s was not loaded by a session that Affix knows (a stateless session, a constructor, deserialization?), %s"
              .formatted(owner.getClass().getSimpleName(), id, consequence));
    }
  }

  /**
   * @throws AffixException if the class can never be an owner
   */
  static void requireEntity(Object owner) {
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      if (type.isAnnotationPresent(Entity.class)
          || type.isAnnotationPresent(MappedSuperclass.class)
          || type.isAnnotationPresent(AttachmentOwner.class)) {
        return;
      }
    }
    throw new AffixException(
        owner.getClass().getName()
            + " is not a mapped entity, so nothing can be attached to it; map it with @Entity, or"
            + " name it with @AttachmentOwner if it is mapped in XML");
  }

  private static @Nullable Object idOf(Object owner) {
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (isId(field)) {
          return read(field, () -> field.get(owner));
        }
      }
      for (Method method : type.getDeclaredMethods()) {
        if (isId(method) && method.getParameterCount() == 0) {
          return read(method, () -> method.invoke(owner));
        }
      }
    }
    return null;
  }

  private static boolean isId(AccessibleObject member) {
    for (Annotation annotation : member.getDeclaredAnnotations()) {
      if (annotation instanceof Id || annotation instanceof EmbeddedId) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Object read(AccessibleObject member, Reading reading) {
    try {
      member.setAccessible(true);
      return reading.read();
    } catch (ReflectiveOperationException e) {
      throw new AffixException("The id of an owner cannot be read: " + member, e);
    }
  }

  @FunctionalInterface
  private interface Reading {
    @Nullable Object read() throws ReflectiveOperationException;
  }
}
