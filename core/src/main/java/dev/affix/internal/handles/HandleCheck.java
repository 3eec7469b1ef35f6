package dev.affix.internal.handles;

import dev.affix.AffixException;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.OwnerMapping;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.BiFunction;

/** Makes one owner of each class, as Hibernate does too, to see that its handles are its own. */
public final class HandleCheck {
  private final BiFunction<AttachmentMapping, Object, Handle> handleOf;
  private final List<String> faults;

  public HandleCheck(BiFunction<AttachmentMapping, Object, Handle> handleOf, List<String> faults) {
    this.handleOf = handleOf;
    this.faults = faults;
  }

  /** Notes the faults of that class. */
  public void check(OwnerMapping owner) {
    if (Modifier.isAbstract(owner.entityClass().getModifiers())) {
      return;
    }
    try {
      Constructor<?> constructor = owner.entityClass().getDeclaredConstructor();
      constructor.setAccessible(true);
      Object example = constructor.newInstance();
      owner.attachments().forEach(attachment -> check(attachment, example));
    } catch (InvocationTargetException | InstantiationException | IllegalAccessException e) {
      faults.add(
          owner.entityClass().getName() + " cannot be made by its no-argument constructor: " + e);
    } catch (NoSuchMethodException e) {
      faults.add(
          owner.entityClass().getName() + " has no no-argument constructor, which JPA demands");
    }
  }

  private void check(AttachmentMapping attachment, Object example) {
    try {
      if (handleOf.apply(attachment, example).owner() != example) {
        faults.add(
            attachment + " holds the handle of another object; initialise the field with of(this)");
      }
    } catch (AffixException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
  }
}
