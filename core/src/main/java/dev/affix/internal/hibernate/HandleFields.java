package dev.affix.internal.hibernate;

import dev.affix.AffixException;
import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.mapping.AttachmentMapping;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Reaches from an owner through its public handle to the state behind it. */
final class HandleFields {
  private static final VarHandle ONE = state(AttachedOne.class);
  private static final VarHandle MANY = state(AttachedMany.class);

  private HandleFields() {}

  static Handle of(AttachmentMapping mapping, Object owner) {
    return stateOf(mapping.handleOf(owner));
  }

  static Handle stateOf(Object publicHandle) {
    return publicHandle instanceof AttachedOne
        ? (Handle) ONE.get(publicHandle)
        : (Handle) MANY.get(publicHandle);
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
