package dev.affix.internal.rows;

import java.util.UUID;

/**
 * The unique place of an attachment: a has-one has one slot, a has-many one for each blob. One slot
 * has one row, whoever races for it.
 */
public record Slot(String ownerType, String name, String ownerId, String slot) {
  private static final String ONE = "one";

  /** The same place under another name of the owner's type. */
  Slot under(String type) {
    return new Slot(type, name, ownerId, slot);
  }

  /** The only slot of a has-one. */
  public static Slot one(String ownerType, String name, String ownerId) {
    return new Slot(ownerType, name, ownerId, ONE);
  }

  /** The slot of that blob in a has-many. */
  public static Slot of(String ownerType, String name, String ownerId, UUID blobId) {
    return new Slot(ownerType, name, ownerId, blobId.toString());
  }
}
