package dev.affix.internal.handles;

import dev.affix.AffixException;
import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.internal.mapping.AttachmentMapping;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Reaches from an owner through its public handle to the state behind it. */
public final class HandleFields {
  private static final VarHandle ONE = state(AttachedOne.class);
  private static final VarHandle MANY = state(AttachedMany.class);

  private HandleFields() {}

  /** The state of that owner's handle. */
  public static Handle of(AttachmentMapping mapping, Object owner) {
    return stateOf(mapping.handleOf(owner));
  }

  /**
   * The state of an {@code AttachedOne} or {@code AttachedMany}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Handle stateOf(Object publicHandle) {
    return switch (publicHandle) {
      case AttachedOne one -> (Handle) ONE.get(one);
      case AttachedMany many -> (Handle) MANY.get(many);
      default ->
          throw new IllegalArgumentException(
              "Affix's constraints belong on AttachedOne and AttachedMany, not on "
                  + publicHandle.getClass().getName());
    };
  }

  private static VarHandle state(Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .findVarHandle(type, "handle", Handle.class);
    } catch (ReflectiveOperationException e) {
      throw new AffixException(type + " has no state", e);
    }
  }
}
