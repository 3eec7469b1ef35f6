package dev.affix.internal.rows;

import dev.affix.model.Blob;
import java.io.Serializable;
import java.util.Comparator;
import java.util.UUID;

/**
 * One attachment with its blob, as the loader and the transitions pass it around.
 *
 * @param id of the attachment row
 * @param ownerId canonical text
 * @param position order within the handle
 * @param blob what is attached
 */
public record AttachmentRow(UUID id, String ownerId, long position, Blob blob)
    implements Serializable {

  /** Order within a handle. */
  public static final Comparator<AttachmentRow> ORDER =
      Comparator.comparingLong(AttachmentRow::position).thenComparing(row -> row.id().toString());

  /** The same row pointing at another blob. */
  public AttachmentRow withBlob(Blob other) {
    return new AttachmentRow(id, ownerId, position, other);
  }

  /** The same under another id. */
  AttachmentRow withId(UUID other) {
    return new AttachmentRow(other, ownerId, position, blob);
  }

  /** The same row at another place. */
  public AttachmentRow withPosition(long other) {
    return new AttachmentRow(id, ownerId, other, blob);
  }
}
