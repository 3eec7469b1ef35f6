package dev.affix;

import dev.affix.internal.direct.DirectRoom;
import dev.affix.internal.mapping.Mappings;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import java.io.InputStream;
import java.net.URI;

/**
 * Uploads that a browser sends before its form, to the storage itself where that can presign, else
 * through {@link #handle}; it speaks the protocol of the {@code @rails/activestorage} client. What
 * was sent is nothing to anybody until {@link #accept} has copied and verified it.
 *
 * <p>A principal is the text that the application knows somebody by, the same at every request: an
 * account's id, for visitors the id of their session. It is bound into URLs and signed ids as a
 * digest. Safe for use by many threads.
 */
public final class DirectUploads {
  private final DirectRoom room;
  private final Mappings mappings;

  DirectUploads(DirectRoom room, Mappings mappings) {
    this.room = room;
    this.mappings = mappings;
  }

  /**
   * Where a page of this principal may begin uploads for that attachment: the value of {@code
   * data-direct-upload-url}. The policy is signed into it: attachment, principal, largest size and
   * types as the attachment's constraints say now, and an end. Nobody can make it up, so no other
   * token against forged requests is needed; who has it can begin uploads in this principal's name.
   * Pure; costs no query.
   *
   * @param name field name or table name of the attachment
   * @throws IllegalArgumentException if there is no such attachment, or the principal is blank
   */
  public URI endpoint(Class<?> ownerClass, String name, String principal) {
    return room.endpoint().urlFor(mappings.attachment(ownerClass, name), principal);
  }

  /**
   * Answers requests below the base that {@link AffixBuilder#directUploads} was given: {@code POST}
   * to an endpoint begins an upload, {@code PUT} brings its bytes where the storage cannot take
   * them itself. Failures are answers, with a reason in JSON. Holds no database connection while
   * bytes move. The request's principal is not looked at: the URL is the permission.
   *
   * @param body read as far as it is needed, within bounds, and not closed; what is left of it
   *     should be read or the connection ended
   */
  public FileResponse handle(FileRequest request, InputStream body) {
    return room.endpoint().handle(request, body);
  }

  /**
   * Takes over what was uploaded under this signed id, once: copies it under a new key that no URL
   * leads to, checks length, checksum, type by its bytes, constraints and inspectors on the copy,
   * and stages that. Call it before the transaction: bytes may move, no connection is held
   * meanwhile.
   *
   * <p>After a {@link dev.affix.storage.StorageException}, and where nothing was uploaded yet, the
   * same signed id can be tried again.
   *
   * @param signedId what the client put into the form
   * @param name field name or table name of the attachment
   * @param principal whoever sent the form
   * @throws DirectUploadRefusedException if the signed id is altered, expired, or another's
   * @throws StagedBlobUsedException if it was accepted already
   * @throws UploadRejectedException if nothing was uploaded, something else than was declared, or
   *     something that a constraint or an inspector refuses
   * @throws dev.affix.storage.StorageException if the storage failed
   */
  public StagedBlob accept(String signedId, Class<?> ownerClass, String name, String principal) {
    return new StagedBlob(
        room.acceptance().accept(signedId, mappings.attachment(ownerClass, name), principal));
  }
}
