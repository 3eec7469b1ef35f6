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
              .orElseGet(() -> inPlaceOf(variant, visit));
      case VariantOutcome.Pending pending -> Answers.tryAgain(pending.retryAfter());
      case VariantOutcome.OverBudget full -> Answers.tryAgain(full.retryAfter());
      case VariantOutcome.Failed failed ->
          movedVariant(visit).orElseGet(() -> inPlaceOf(variant, visit));
      case VariantOutcome.Gone gone ->
          movedVariant(visit).orElseGet(() -> inPlaceOf(variant, visit));
    };
  }

  /** Where no variant can be made, or none of this recipe any more, it may still have moved. */
  private Optional<FileResponse> movedVariant(Visit visit) {
    ServeToken token = visit.token();
    return blobs
        .locate(token.blobId())
        .filter(now -> !now.equals(new BlobLocation(token.service(), token.key())))
        .map(now -> new BlobLocation(now.service(), token.objectKey()))
        .flatMap(now -> at(now, token.objectContentType(), visit));
  }

  /** The first substitute that is there; one that is being made is waited for if it is the last. */
  private FileResponse inPlaceOf(VariantLink variant, Visit visit) {
    FileResponse otherwise = Answers.notFound();
    for (Substitute substitute : ports.substitutes().of(variant.name(), variant.digest())) {
      Optional<FileResponse> answer =
          switch (substitute) {
            case Substitute.OtherVariant other -> other(other, visit);
            case Substitute.Original original -> original(visit);
            case Substitute.Placeholder picture -> Optional.of(Answers.placeholder(visit, picture));
          };
      if (answer.isPresent() && answer.get().status() != 503) {
        return answer.get();
      }
      otherwise = answer.orElse(otherwise);
    }
    return otherwise;
  }

  private Optional<FileResponse> other(Substitute.OtherVariant other, Visit visit) {
    ServeToken token = visit.token();
    String digest = other.variation().digest();
    var derived = new BlobLocation(token.service(), token.key().variant(digest));
    String contentType = other.variation().outputFor(token.contentType()).contentType();
    Optional<FileResponse> there = substitute(derived, contentType, visit);
    if (there.isPresent()) {
      return there;
    }
    return switch (ports
        .variants()
        .produce(token.blobId(), token.service(), token.key(), other.name(), digest)) {
      case VariantOutcome.Ready ready ->
          substitute(new BlobLocation(ready.service(), ready.key()), ready.contentType(), visit);
      case VariantOutcome.Pending pending -> Optional.of(Answers.tryAgain(pending.retryAfter()));
      case VariantOutcome.OverBudget full -> Optional.of(Answers.tryAgain(full.retryAfter()));
      case VariantOutcome.Failed failed -> Optional.empty();
      case VariantOutcome.Gone gone -> Optional.empty();
    };
  }

  private Optional<FileResponse> original(Visit visit) {
    ServeToken token = visit.token();
    var named = new BlobLocation(token.service(), token.key());
    return substitute(named, token.contentType(), visit)
        .or(() ->
            blobs
                .locate(token.blobId())
                .filter(now -> !now.equals(named))
                .flatMap(now -> substitute(now, token.contentType(), visit)));
  }

  private Optional<FileResponse> at(BlobLocation place, String contentType, Visit visit) {
    return at(place, contentType, visit, true);
  }

  private Optional<FileResponse> substitute(BlobLocation place, String contentType, Visit visit) {
    return at(place, contentType, visit, false);
  }

  private Optional<FileResponse> at(
      BlobLocation place, String contentType, Visit visit, boolean exact) {
    return ports
        .services()
        .apply(place.service())
        .flatMap(
            service -> answers.from(new Source(service, place.key(), contentType, exact), visit));
  }
}
