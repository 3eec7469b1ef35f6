package dev.affix.internal.direct;

import dev.affix.internal.direct.DirectRoom.Terms;
import dev.affix.internal.direct.UploadLedger.Entry;
import dev.affix.internal.mapping.FileFacts;
import dev.affix.internal.mapping.UploadLimits;
import dev.affix.internal.rows.UploadRows.UploadRow;
import dev.affix.internal.signing.PolicyToken;
import dev.affix.internal.staging.ContentTypes;
import dev.affix.internal.staging.Services;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.storage.Checksums;
import dev.affix.storage.Presigning;
import dev.affix.storage.Presigning.PresignedPut;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.commons.codec.DecoderException;
import org.apache.commons.codec.binary.Hex;

/** Begins an upload: the row first, then the permission to send what it declares. */
final class Beginning {
  private static final int MAX_BODY = 16 * 1024;

  private final Passes passes;
  private final UploadLedger ledger;
  private final Services services;
  private final Terms terms;

  Beginning(Passes passes, UploadLedger ledger, Services services, Terms terms) {
    this.passes = passes;
    this.ledger = ledger;
    this.services = services;
    this.terms = terms;
  }

  FileResponse answer(FileRequest request, InputStream body) throws IOException {
    PolicyToken policy =
        passes
            .inPath(request.path(), PolicyToken.class)
            .filter(token -> !token.isExpiredAt(passes.now()))
            .orElseThrow(() ->
                new Refusal(
                    403, "This address is not valid, or not any more; load the page again"));
    requireJson(request);
    Declaration declared = Declaration.in(textOf(request, body));
    check(policy, declared);
    StorageService service = services.require(policy.service());
    Entry entry =
        ledger.begin(policy.target().principal(), policy.service(), declared, passes.now());
    return switch (entry) {
      case Entry.Begun(UploadRow upload) -> Replies.ok(begun(policy, service, upload));
      case Entry.Full(Duration room) ->
          throw new Refusal(
              429, "Too many uploads wait to be used; finish the form or try again later", room);
    };
  }

  private Json.Members begun(PolicyToken policy, StorageService service, UploadRow upload) {
    PresignedPut put =
        service instanceof Presigning presigning
            ? presigning.presignPut(requestFor(upload), terms.limits().uploadLifetime())
            : new PresignedPut(
                passes.put(upload.id()), Map.of("Content-Type", upload.contentType()));
    Json.Members headers = Json.members();
    for (Map.Entry<String, String> header : put.headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    return Json.members()
        .with("signed_id", passes.signedId(policy.target(), upload.id()))
        .with("filename", upload.filename())
        .with("content_type", upload.contentType())
        .with("byte_size", new Json.Numeral(Long.toString(upload.byteSize())))
        .with("checksum", base64(upload.md5()))
        .with(
            "direct_upload",
            Json.members().with("url", put.url().toString()).with("headers", headers));
  }

  /** Exactly the declared bytes. */
  static PutRequest requestFor(UploadRow upload) {
    return PutRequest.of(StorageKey.of(upload.storageKey()), upload.contentType())
        .withLength(upload.byteSize())
        .withChecksums(new Checksums(upload.md5(), null, null));
  }

  /** What is refused by its declaration need not be sent; the bytes are looked at later anyway. */
  private void check(PolicyToken policy, Declaration declared) {
    long most =
        Math.min(policy.maxBytes().orElse(Long.MAX_VALUE), terms.limits().outstandingBytes());
    if (declared.byteSize() > most) {
      throw new Refusal(
          413, "The file is larger than the " + most + " bytes that are accepted here");
    }
    var types =
        new UploadLimits(
            Set.copyOf(policy.contentTypes()), OptionalLong.empty(), OptionalInt.empty());
    var facts =
        new FileFacts(
            declared.filename(), declared.contentType(), OptionalLong.of(declared.byteSize()));
    if (!declared.contentType().equals(ContentTypes.UNKNOWN) && types.faultOf(facts).isPresent()) {
      throw new Refusal(
          415,
          "Files of type %s are not accepted here, only %s"
              .formatted(declared.contentType(), String.join(", ", policy.contentTypes())));
    }
  }

  private static void requireJson(FileRequest request) {
    String type = request.header("Content-Type").orElse("");
    if (!"application/json".equals(ContentTypes.normalised(type))) {
      throw new Refusal(415, "The request must be application/json");
    }
  }

  private static String textOf(FileRequest request, InputStream body) throws IOException {
    byte[] bytes =
        Receiving.lengthOf(request).orElse(0) > MAX_BODY
            ? new byte[MAX_BODY + 1]
            : body.readNBytes(MAX_BODY + 1);
    if (bytes.length > MAX_BODY) {
      throw new Refusal(413, "The request is longer than " + MAX_BODY + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(400, "The request is not UTF-8");
    }
  }

  private static String base64(String hex) {
    try {
      return Base64.getEncoder().encodeToString(Hex.decodeHex(hex));
    } catch (DecoderException e) {
      throw new IllegalStateException("The row holds no MD5", e);
    }
  }
}
