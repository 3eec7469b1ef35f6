package dev.affix.internal.direct;

import dev.affix.UploadRejectedException;
import dev.affix.internal.direct.DirectRoom.Terms;
import dev.affix.internal.rows.UploadRows.UploadRow;
import dev.affix.internal.signing.PutToken;
import dev.affix.internal.staging.BoundedStream;
import dev.affix.internal.staging.ContentTypes;
import dev.affix.internal.staging.Services;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.storage.IntegrityException;
import dev.affix.storage.ObjectExistsException;
import dev.affix.storage.StorageService;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** Takes the bytes of an upload for a service that clients cannot reach themselves. */
final class Receiving {
  private final Passes passes;
  private final UploadLedger ledger;
  private final Services services;
  private final Terms terms;

  Receiving(Passes passes, UploadLedger ledger, Services services, Terms terms) {
    this.passes = passes;
    this.ledger = ledger;
    this.services = services;
    this.terms = terms;
  }

  FileResponse answer(FileRequest request, InputStream body) throws IOException {
    PutToken token =
        passes
            .inPath(request.path(), PutToken.class)
            .filter(put -> !put.isExpiredAt(passes.now()))
            .orElseThrow(() ->
                new Refusal(403, "This address is not valid, or not any more; begin a new upload"));
    UploadRow upload =
        ledger
            .find(token.uploadId())
            .orElseThrow(() -> new Refusal(409, "This upload was used already; begin a new one"));
    StorageService service = services.require(upload.service());
    check(request, upload);
    store(service, upload, body);
    return Replies.noContent();
  }

  private void store(StorageService service, UploadRow upload, InputStream body)
      throws IOException {
    // Ends before the row does, so whatever is stored here has a row or a note that names it.
    var bounded = new BoundedStream(body, "The file", OptionalLong.empty(), terms.deadline());
    try {
      service.put(Beginning.requestFor(upload), bounded);
    } catch (ObjectExistsException e) {
      throw new Refusal(409, "This upload was sent already; submit the form");
    } catch (IntegrityException e) {
      throw new Refusal(422, "What was sent is not what was declared; nothing was kept");
    } catch (UploadRejectedException e) {
      throw new Refusal(408, "Sending the file took longer than " + terms.deadline());
    }
  }

  /** What can be refused before a byte is read. */
  private static void check(FileRequest request, UploadRow upload) {
    String type = request.header("Content-Type").orElse("");
    if (!upload.contentType().equals(ContentTypes.normalised(type))) {
      throw new Refusal(415, "The upload was declared as " + upload.contentType());
    }
    OptionalLong length = lengthOf(request);
    if (length.orElse(upload.byteSize()) > upload.byteSize()) {
      throw new Refusal(
          413, "The upload was declared with " + upload.byteSize() + " bytes, not more");
    }
    if (length.orElse(upload.byteSize()) < upload.byteSize()) {
      throw new Refusal(
          422, "The upload was declared with " + upload.byteSize() + " bytes, not fewer");
    }
  }

  static OptionalLong lengthOf(FileRequest request) {
    String length = request.header("Content-Length").orElse("");
    return length.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(length))
        : OptionalLong.empty();
  }
}
