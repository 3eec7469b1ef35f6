package dev.affix.internal.serving;

import dev.affix.Visibility;
import dev.affix.internal.signing.Disposition;
import dev.affix.internal.signing.ServeToken;
import dev.affix.storage.StoredObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** Headers of answers that are about a file: 200, 206 and 304. */
final class FileHeaders {
  // What a file may do if it is opened as a page: show itself, in an origin of its own.
  private static final String SANDBOX =
      "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";
  // Browsers refuse to show a PDF in a sandbox; their viewers have one of their own.
  private static final String NO_SANDBOX =
      "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";

  private FileHeaders() {}

  /** What a 304 has; the others have more. */
  static Map<String, String> of(Visit visit, Source source, StoredObject object) {
    ServeToken token = visit.token();
    boolean exact = source.contentType().equals(token.objectContentType());
    var headers = new LinkedHashMap<String, String>();
    headers.put("ETag", EntityTag.of(token, object));
    headers.put(
        "Cache-Control", exact ? CacheControl.of(token, visit.now()) : CacheControl.NO_STORE);
    headers.put("Accept-Ranges", "bytes");
    headers.put("X-Content-Type-Options", "nosniff");
    boolean pdf = ServedType.of(source.contentType()).contentType().equals("application/pdf");
    headers.put("Content-Security-Policy", pdf ? NO_SANDBOX : SANDBOX);
    // A guarded file may be read by the visitor's cookie, which strange pages must not make use of.
    headers.put(
        "Cross-Origin-Resource-Policy",
        token.visibility() == Visibility.GUARDED ? "same-site" : "cross-origin");
    // A link in the file must not carry away the file's own address.
    headers.put("Referrer-Policy", "no-referrer");
    return headers;
  }

  /** The same with what tells of a body of {@code length} bytes. */
  static Map<String, String> withBody(
      Visit visit, Source source, StoredObject object, long length) {
    var headers = new LinkedHashMap<String, String>();
    ServedType type = ServedType.of(source.contentType());
    boolean shown = type.mayBeShown() && visit.token().disposition() == Disposition.INLINE;
    headers.put("Content-Type", type.contentType());
    headers.put("Content-Length", Long.toString(length));
    headers.put(
        "Content-Disposition",
        shown
            ? ContentDisposition.inline(visit.filename())
            : ContentDisposition.attachment(visit.filename()));
    headers.putAll(of(visit, source, object));
    return headers;
  }
}
