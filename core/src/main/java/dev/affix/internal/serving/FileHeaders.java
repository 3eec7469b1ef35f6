package dev.affix.internal.serving;

import dev.affix.Visibility;
import dev.affix.internal.signing.Disposition;
import dev.affix.internal.signing.ServeToken;
import dev.affix.storage.StoredObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** Headers of answers that are about a file: 200, 206 and 304. */
final class FileHeaders {
  // What a file may do if it is opened as a page: show itself, and run nothing.
  private static final String SHOW_ITSELF =
      "default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self';"
          + " style-src 'unsafe-inline'";
  private static final String SANDBOX = SHOW_ITSELF + "; sandbox";
  // Players fetch the film once more, in parts; from an origin of its own the browser refuses that.
  private static final String SANDBOX_FOR_MEDIA = SANDBOX + " allow-same-origin";

  private FileHeaders() {}

  /** What a 304 has; the others have more. */
  static Map<String, String> of(Visit visit, Source source, StoredObject object) {
    ServeToken token = visit.token();
    boolean exact = source.exact() && source.contentType().equals(token.objectContentType());
    var headers = new LinkedHashMap<String, String>();
    headers.put("ETag", EntityTag.of(token, source, object));
    headers.put(
        "Cache-Control", exact ? CacheControl.of(token, visit.now()) : CacheControl.NO_STORE);
    headers.put("Accept-Ranges", "bytes");
    headers.putAll(guards(token, ServedType.of(source.contentType())));
    return headers;
  }

  private static Map<String, String> guards(ServeToken token, ServedType type) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", policyFor(type));
    // A guarded file may be read by the visitor's cookie, which strange pages must not make use of.
    headers.put(
        "Cross-Origin-Resource-Policy",
        token.visibility() == Visibility.GUARDED ? "same-site" : "cross-origin");
    // A link in the file must not carry away the file's own address.
    headers.put("Referrer-Policy", "no-referrer");
    return headers;
  }

  /** Of a picture that is not the file's; no cache keeps it. */
  static Map<String, String> ofPlaceholder(Visit visit, String contentType, int length) {
    ServedType type = ServedType.of(contentType);
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", type.contentType());
    headers.put("Content-Length", Integer.toString(length));
    headers.put("Cache-Control", CacheControl.NO_STORE);
    headers.putAll(guards(visit.token(), type));
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

  private static String policyFor(ServedType type) {
    if (type.contentType().equals("application/pdf")) {
      // Browsers refuse to show a PDF in a sandbox; their viewers have one of their own.
      return SHOW_ITSELF;
    }
    return type.isMedia() ? SANDBOX_FOR_MEDIA : SANDBOX;
  }
}
