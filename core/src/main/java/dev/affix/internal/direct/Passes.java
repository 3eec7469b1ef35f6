package dev.affix.internal.direct;

import dev.affix.internal.direct.DirectRoom.Terms;
import dev.affix.internal.signing.PolicyToken;
import dev.affix.internal.signing.PutToken;
import dev.affix.internal.signing.StagedToken;
import dev.affix.internal.signing.Target;
import dev.affix.internal.signing.Token;
import dev.affix.internal.signing.TokenCodec;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The signed texts of direct uploads: made here, and opened here. */
final class Passes {
  private static final int MAX_LENGTH = 2_000;

  private final TokenCodec codec;
  private final InstantSource clock;
  private final Terms terms;

  Passes(TokenCodec codec, InstantSource clock, Terms terms) {
    this.codec = codec;
    this.clock = clock;
    this.terms = terms;
  }

  Instant now() {
    return clock.instant();
  }

  URI policy(
      Target target, String service, OptionalLong maxBytes, java.util.Collection<String> types) {
    Instant end = PolicyToken.endOf(now(), terms.limits().endpointLifetime());
    String text =
        codec.sign(new PolicyToken(target, service, maxBytes, List.copyOf(types), end), "");
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the policy for %s.%s does not fit into a URL; use families as \"image/*\" in @ContentTypeIn"
              .formatted(target.ownerType(), target.name()));
    }
    return urlOf(text);
  }

  URI put(UUID uploadId) {
    return urlOf(codec.sign(new PutToken(uploadId, uploadEnd()), ""));
  }

  String signedId(Target target, UUID uploadId) {
    return codec.sign(new StagedToken(target, uploadId, uploadEnd()), "");
  }

  /** The token in a request's path, if it is genuine and of that kind. */
  <T extends Token> Optional<T> inPath(String path, Class<T> kind) {
    return path.startsWith("/") ? in(path.substring(1), kind) : Optional.empty();
  }

  <T extends Token> Optional<T> in(String text, Class<T> kind) {
    return codec.open(text, "").filter(kind::isInstance).map(kind::cast);
  }

  private Instant uploadEnd() {
    return PolicyToken.endOf(now(), terms.limits().uploadLifetime());
  }

  private URI urlOf(String token) {
    return URI.create(terms.base() + "/" + token);
  }
}
