package dev.affix.internal.rows;

import java.util.List;

/** The four tables. */
public record Tables(
    BlobRows blobs, AttachmentRows attachments, VariantRows variants, DeletionRows deletions) {

  /**
   * The tables of a unit.
   *
   * @param references the user's own columns that refer to blobs
   */
  public static Tables with(List<BlobReference> references) {
    BlobRows blobs = new BlobRows(references);
    return new Tables(blobs, new AttachmentRows(), new VariantRows(blobs), new DeletionRows());
  }
}
