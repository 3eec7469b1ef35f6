package dev.affix.internal.serving;

import dev.affix.internal.signing.ServeToken;
import dev.affix.internal.signing.VariantLink;
import dev.affix.serving.FileResponse;
import java.util.Optional;

/**
 * Finds the object that a token names: where the token says, which costs no question to anybody;
 * else, for a variant, where the producer has it, and for a blob, where it was moved.
 */
final class ObjectFinder {
  private final ServingPorts ports;
  private final BlobLookup blobs;
  private final ObjectAnswer answers;

  ObjectFinder(ServingPorts ports, BlobLookup blobs, ObjectAnswer answers) {
    this.ports = ports;
    this.blobs = blobs;
    this.answers = answers;
  }

  FileResponse answer(Visit visit) {
    ServeToken token = visit.token();
    var named = new BlobLocation(token.service(), token.objectKey());
    Optional<FileResponse> answer = at(named, token.objectContentType(), visit);
    if (answer.isPresent()) {
      return answer.get();
    }
    VariantLink variant = token.variant();
    return variant == null ? moved(named, visit) : produced(variant, visit);
  }

  private FileResponse moved(BlobLocation named, Visit visit) {
    return blobs
        .locate(visit.token().blobId())
        .filter(now -> !now.equals(named))
        .flatMap(now -> at(now, visit.token().contentType(), visit))
        .orElseGet(Answers::notFound);
  }

  private FileResponse produced(VariantLink variant, Visit visit) {
    ServeToken token = visit.token();
    VariantOutcome outcome =
        ports
            .variants()
            .produce(
                token.blobId(), token.service(), token.key(), variant.name(), variant.digest());
    return switch (outcome) {
      case VariantOutcome.Ready ready ->
          at(new BlobLocation(ready.service(), ready.key()), ready.contentType(), visit)
              .orElseGet(Answers::notFound);
      case VariantOutcome.Pending pending -> Answers.tryAgain(pending.retryAfter());
      case VariantOutcome.OverBudget full -> Answers.tryAgain(full.retryAfter());
      case VariantOutcome.Failed failed -> movedVariant(visit);
      case VariantOutcome.Gone gone -> movedVariant(visit);
    };
  }

  /** Where no variant can be made, or none of this recipe any more, it may still have moved. */
  private FileResponse movedVariant(Visit visit) {
    ServeToken token = visit.token();
    return blobs
        .locate(token.blobId())
        .filter(now -> !now.equals(new BlobLocation(token.service(), token.key())))
        .map(now -> new BlobLocation(now.service(), token.objectKey()))
        .flatMap(now -> at(now, token.objectContentType(), visit))
        .orElseGet(Answers::notFound);
  }

  private Optional<FileResponse> at(BlobLocation place, String contentType, Visit visit) {
    return ports
        .services()
        .apply(place.service())
        .flatMap(service -> answers.from(new Source(service, place.key(), contentType), visit));
  }
}
