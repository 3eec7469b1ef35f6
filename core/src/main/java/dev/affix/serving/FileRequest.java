package dev.affix.serving;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request for a file, as it came over the wire.
 *
 * @param method in capitals
 * @param path what follows the base, beginning with a slash, exactly as received: still
 *     percent-encoded, and with the query if there is one (a URL of Affix has none, so such a
 *     request is refused)
 * @param headers by name, in any case; a header sent several times has its values joined by commas
 * @param principal whoever asks, handed to the {@link AccessCheck} untouched; null if unknown
 */
public record FileRequest(
    String method, String path, Map<String, String> headers, @Nullable Object principal) {

  public FileRequest {
    var copy = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, value) -> copy.merge(name, value, FileRequest::joined));
    headers = Collections.unmodifiableSortedMap(copy);
  }

  /** A request without headers by nobody in particular. */
  public static FileRequest of(String method, String path) {
    return new FileRequest(method, path, Map.of(), null);
  }

  /** The same with one more header; a second one of that name is joined to the first. */
  public FileRequest withHeader(String name, String value) {
    var copy = new TreeMap<>(headers);
    copy.merge(name, value, FileRequest::joined);
    return new FileRequest(method, path, copy, principal);
  }

  /** The same, asked by {@code value}. */
  public FileRequest withPrincipal(@Nullable Object value) {
    return new FileRequest(method, path, headers, value);
  }

  /** A header by its name in any case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Method and nothing else: path and headers may hold secrets. */
  @Override
  public String toString() {
    return "FileRequest[" + method + "]";
  }

  private static String joined(String first, String second) {
    return first + ", " + second;
  }
}
