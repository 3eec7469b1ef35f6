package dev.affix.internal.serving;

import dev.affix.serving.FileResponse;
import dev.affix.serving.FileResponse.Body;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers without a file. No cache keeps one, and none says more than its status. */
final class Answers {
  private Answers() {}

  /** No such file; also for every token that is not genuine, in whatever way. */
  static FileResponse notFound() {
    return empty(404, Map.of());
  }

  /** The link was good and is not any more; the page that had it has a fresh one. */
  static FileResponse expired() {
    return empty(410, Map.of());
  }

  static FileResponse forbidden() {
    return empty(403, Map.of());
  }

  static FileResponse methodNotAllowed() {
    return empty(405, Map.of("Allow", "GET, HEAD"));
  }

  static FileResponse preconditionFailed() {
    return empty(412, Map.of());
  }

  /** There is no such file, but something to look at. */
  static FileResponse placeholder(Visit visit, Substitute.Placeholder picture) {
    byte[] bytes = picture.bytes();
    return new FileResponse(
        404,
        FileHeaders.ofPlaceholder(visit, picture.contentType(), bytes.length),
        visit.isHead()
            ? new Body.None()
            : new Body.Stream(new ByteArrayInputStream(bytes), bytes.length),
        () -> {});
  }

  static FileResponse rangeNotSatisfiable(long byteSize) {
    return empty(416, Map.of("Content-Range", "bytes */" + byteSize));
  }

  static FileResponse failed() {
    return empty(500, Map.of());
  }

  static FileResponse tryAgain(Duration after) {
    long seconds = Math.max(1, Math.ceilDiv(after.toMillis(), 1000));
    return empty(503, Map.of("Retry-After", Long.toString(seconds)));
  }

  private static FileResponse empty(int status, Map<String, String> more) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Length", "0");
    headers.put("Cache-Control", CacheControl.NO_STORE);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.putAll(more);
    return new FileResponse(status, headers, new Body.None(), () -> {});
  }
}
