package dev.affix.internal.direct;

import dev.affix.DirectUploadRefusedException;
import dev.affix.StagedBlobUsedException;
import dev.affix.UploadRejectedException;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.UploadRows.UploadRow;
import dev.affix.internal.signing.Principal;
import dev.affix.internal.signing.StagedToken;
import dev.affix.internal.signing.Target;
import dev.affix.internal.staging.Restaging;
import dev.affix.internal.staging.Restaging.Original;
import dev.affix.internal.staging.Services;
import dev.affix.model.Blob;
import dev.affix.storage.ObjectChangedException;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.StorageKey;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an upload over, once, by whoever began it and for what it was begun. */
public final class Acceptance {
  private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);

  private final Passes passes;
  private final UploadLedger ledger;
  private final Services services;
  private final Restaging restaging;
  private final Predicate<String> mayDelete;
  private final Executor background;

  /**
   * @param mayDelete whether objects of that service may go now; may throw, which is a no
   */
  Acceptance(
      Passes passes,
      UploadLedger ledger,
      Services services,
      Restaging restaging,
      Predicate<String> mayDelete,
      Executor background) {
    this.passes = passes;
    this.ledger = ledger;
    this.services = services;
    this.restaging = restaging;
    this.mayDelete = mayDelete;
    this.background = background;
  }

  /** See {@link dev.affix.DirectUploads#accept}. */
  public Blob accept(String signedId, AttachmentMapping mapping, String principal) {
    Target target = new Target(mapping.ownerType(), mapping.name(), Principal.of(principal));
    StagedToken token = checked(signedId, mapping, target);
    UploadRow upload = waiting(token, mapping);
    try {
      Blob blob =
          restaging.restage(
              originalOf(upload), mapping, sql -> ledger.giveUp(sql, upload.id(), Reason.REPLACED));
      deleteSoon(upload);
      return blob;
    } catch (ObjectNotFoundException e) {
      waiting(token, mapping); // somebody may have accepted it meanwhile, and the object is gone
      throw new UploadRejectedException(
          "%s: \"%s\" has not been uploaded yet; send the file first, then submit again"
              .formatted(mapping, upload.filename()));
    } catch (ObjectChangedException e) {
      throw new UploadRejectedException(
          "%s: \"%s\" was uploaded once more at this moment; submit again"
              .formatted(mapping, upload.filename()));
    } catch (UploadRejectedException e) {
      giveUp(upload);
      throw e;
    }
  }

  private UploadRow waiting(StagedToken token, AttachmentMapping mapping) {
    return ledger
        .find(token.uploadId())
        .orElseThrow(() ->
            new StagedBlobUsedException(
                "%s: the direct upload was accepted already, or has expired; upload the file again"
                    .formatted(mapping)));
  }

  private StagedToken checked(String signedId, AttachmentMapping mapping, Target target) {
    StagedToken token =
        passes
            .in(signedId, StagedToken.class)
            .orElseThrow(() ->
                new DirectUploadRefusedException(
                    mapping + ": the signed id is not genuine; upload the file again"));
    if (token.isExpiredAt(passes.now())) {
      throw new DirectUploadRefusedException(
          mapping + ": the signed id has expired; upload the file again");
    }
    if (!token.target().equals(target)) {
      throw new DirectUploadRefusedException(
          mapping + ": the signed id is another principal's, or for another attachment");
    }
    return token;
  }

  private static Original originalOf(UploadRow upload) {
    return new Original(
        upload.service(),
        StorageKey.of(upload.storageKey()),
        upload.filename(),
        upload.contentType(),
        upload.byteSize(),
        upload.md5());
  }

  private void giveUp(UploadRow upload) {
    if (ledger.giveUp(upload.id(), Reason.FAILED)) {
      deleteSoon(upload);
    }
  }

  /** The note that stays is for what may still arrive; what is there now need not wait for it. */
  private void deleteSoon(UploadRow upload) {
    try {
      background.execute(() -> delete(upload));
    } catch (RejectedExecutionException e) {
      LOG.debug("{} goes when its note is due", upload.storageKey(), e);
    }
  }

  private void delete(UploadRow upload) {
    try {
      if (mayDelete.test(upload.service())) {
        services
            .find(upload.service())
            .ifPresent(service -> service.delete(StorageKey.of(upload.storageKey())));
      }
    } catch (RuntimeException e) {
      LOG.debug("{} goes when its note is due", upload.storageKey(), e);
    }
  }
}
