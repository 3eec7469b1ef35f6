package dev.affix.internal.direct;

import dev.affix.serving.FileResponse;
import dev.affix.serving.FileResponse.Body;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers of the endpoint: JSON, or nothing. No cache keeps one. */
final class Replies {
  private Replies() {}

  static FileResponse ok(Json.Members json) {
    return json(200, json, Map.of());
  }

  static FileResponse noContent() {
    return new FileResponse(204, headers(), new Body.None(), () -> {});
  }

  static FileResponse methodNotAllowed() {
    return json(
        405, error("Uploads are begun by POST and sent by PUT"), Map.of("Allow", "POST, PUT"));
  }

  static FileResponse of(Refusal refusal) {
    Duration wait = refusal.retryAfter();
    return json(
        refusal.status(),
        error(String.valueOf(refusal.getMessage())),
        wait == null ? Map.of() : Map.of("Retry-After", seconds(wait)));
  }

  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, Math.ceilDiv(wait.toMillis(), 1000)));
  }

  private static Json.Members error(String message) {
    return Json.members().with("error", message);
  }

  private static FileResponse json(int status, Json.Members json, Map<String, String> more) {
    byte[] body = json.spelled().getBytes(StandardCharsets.US_ASCII);
    Map<String, String> headers = headers();
    headers.put("Content-Type", "application/json");
    headers.put("Content-Length", Integer.toString(body.length));
    headers.putAll(more);
    return new FileResponse(
        status, headers, new Body.Stream(new ByteArrayInputStream(body), body.length), () -> {});
  }

  private static Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    return headers;
  }
}
