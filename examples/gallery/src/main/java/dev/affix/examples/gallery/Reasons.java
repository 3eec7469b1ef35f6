package dev.affix.examples.gallery;

import java.net.BindException;
import java.util.stream.Stream;

/** Why the gallery did not start, in words for whoever started it. */
final class Reasons {
  private Reasons() {}

  static String of(Throwable failure) {
    Throwable cause = root(failure);
    if (cause instanceof BindException) {
      return cause.getMessage() + "; choose another port, as in PORT=9090 bin/demo";
    }
    if (String.valueOf(cause.getMessage()).contains("locked")) {
      return "its database is in use; is it running already?";
    }
    return failure.toString();
  }

  private static Throwable root(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause)
        .reduce(failure, (outer, inner) -> inner);
  }
}
