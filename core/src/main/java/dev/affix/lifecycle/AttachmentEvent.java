package dev.affix.lifecycle;

import dev.affix.model.Blob;

/** Something that happened to an attachment of an owner. */
public sealed interface AttachmentEvent {

  /** The owner's name in the tables, see {@link dev.affix.AttachmentOwner}. */
  String ownerType();

  /** The owner's id as canonical text. */
  String ownerId();

  /** The attachment's name in the tables. */
  String name();

  /** The blob that came, or that left if none came. */
  Blob blob();

  /** A blob came to an empty has-one, or to a has-many. */
  record Attached(String ownerType, String ownerId, String name, Blob blob)
      implements AttachmentEvent {}

  /**
   * A blob took another's place.
   *
   * @param previous the one that left; its files go after the grace time unless it is shared
   */
  record Replaced(String ownerType, String ownerId, String name, Blob blob, Blob previous)
      implements AttachmentEvent {}

  /** A blob left and stays stored. */
  record Detached(String ownerType, String ownerId, String name, Blob blob)
      implements AttachmentEvent {}

  /**
   * A blob left for good: purged, or its owner removed. Its files go at once unless it is shared.
   */
  record Purged(String ownerType, String ownerId, String name, Blob blob)
      implements AttachmentEvent {}
}
