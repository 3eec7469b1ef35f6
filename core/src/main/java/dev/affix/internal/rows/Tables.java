package dev.affix.internal.rows;

import java.util.List;
import java.util.Map;

/** The four tables; of blobs, those that name direct uploads stand apart. */
public record Tables(
    BlobRows blobs,
    UploadRows uploads,
    AttachmentRows attachments,
    VariantRows variants,
    DeletionRows deletions) {

  /**
   * The tables of a unit.
   *
   * @param references the user's own columns that refer to blobs
   * @param formerNames names that services had, each with the one that it is now
   * @param ownerNames names that types of owners had
   */
  public static Tables with(
      List<BlobReference> references, Map<String, String> formerNames, OwnerNames ownerNames) {
    BlobRows blobs = new BlobRows(references);
    return new Tables(
        blobs,
        new UploadRows(),
        new AttachmentRows(ownerNames),
        new VariantRows(blobs),
        new DeletionRows(formerNames));
  }
}
