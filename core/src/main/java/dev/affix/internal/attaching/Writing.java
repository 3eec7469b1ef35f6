package dev.affix.internal.attaching;

import dev.affix.AffixException;
import dev.affix.internal.handles.Binding;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.OwnerSession;

/** The one condition of every transition: a managed owner in an open transaction. */
final class Writing {
  private Writing() {}

  /**
   * The owner's session.
   *
   * @param what for the message, as "attach to"
   */
  static OwnerSession session(Handle handle, Binding binding, String what) {
    OwnerSession session = binding.session();
    if (session == null || !session.manages(handle.owner())) {
      throw new AffixException(
          "Cannot %s %s: its owner is detached (session closed or cleared, or loaded without one);"
                  .formatted(what, binding)
              + " find it again in the current session, or merge it first");
    }
    if (!session.isInTransaction()) {
      throw new AffixException(
          "Cannot %s %s outside a transaction; begin one first".formatted(what, binding));
    }
    return session;
  }
}
