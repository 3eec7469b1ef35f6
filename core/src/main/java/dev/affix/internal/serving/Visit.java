package dev.affix.internal.serving;

import dev.affix.internal.signing.ServeToken;
import dev.affix.serving.FileRequest;
import java.time.Instant;

/**
 * A request whose token is genuine.
 *
 * @param filename from the URL
 * @param range WHOLE for HEAD, which has no ranges
 * @param now the one moment that the answer is made for
 */
record Visit(
    ServeToken token,
    String filename,
    boolean isHead,
    Conditions conditions,
    RangeSpec range,
    Instant now) {

  static Visit of(FileRequest request, ServeToken token, String filename, Instant now) {
    boolean head = request.method().equals("HEAD");
    return new Visit(
        token,
        filename,
        head,
        Conditions.of(request),
        head ? RangeSpec.WHOLE : RangeSpec.parse(request.header("Range").orElse(null)),
        now);
  }

  /** Whether the object must be known before it can be opened, or is all that is asked. */
  boolean asksAboutObject() {
    return isHead || conditions.areThere() || range instanceof RangeSpec.Suffix;
  }
}
