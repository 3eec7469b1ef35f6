package dev.affix.internal.handles;

import dev.affix.internal.mapping.AttachmentMapping;
import org.jspecify.annotations.Nullable;

/**
 * What ties a handle to a row's owner.
 *
 * @param ownerId canonical text
 * @param session null for an owner outside any session, whose handle was preloaded
 * @param rooms what does the work
 */
public record Binding(
    AttachmentMapping mapping, String ownerId, @Nullable OwnerSession session, Rooms rooms) {

  /** As people say it: {@code Pseud.icon of #42}. */
  @Override
  public String toString() {
    return mapping + " of #" + ownerId;
  }
}
