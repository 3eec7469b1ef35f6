package dev.affix.examples.gallery;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What goes back for anything but a file of Affix. */
final class Answer {
  private final int status;
  private final String contentType;
  private final String cacheControl;
  private final byte[] body;

  private Answer(int status, String contentType, String cacheControl, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.cacheControl = cacheControl;
    this.body = body;
  }

  static Answer page(int status, Html page) {
    return new Answer(status, "text/html; charset=utf-8", "no-store", utf8(page.markup()));
  }

  static Answer asset(String contentType, byte[] bytes) {
    return new Answer(200, contentType, "no-cache", bytes);
  }

  /** Tells the page's script how a change went. */
  static Answer done(String message, int statements) {
    return json(
        200, "{\"message\": %s, \"statements\": %d}".formatted(quoted(message), statements));
  }

  /** Tells the page's script, and through it the user, what was wrong. */
  static Answer error(int status, String message) {
    return json(status, "{\"error\": %s}".formatted(quoted(message)));
  }

  /** Sends it under the Content-Security-Policy. */
  void send(HttpExchange exchange, String policy) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", contentType);
    headers.set("Cache-Control", cacheControl);
    headers.set("Content-Security-Policy", policy);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "same-origin");
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static Answer json(int status, String text) {
    return new Answer(status, "application/json", "no-store", utf8(text));
  }

  /** A string of JSON. */
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c < 0x20 || c == '"' || c == '\\' || c > 0x7e) {
            quoted.append("\\u%04x".formatted(c));
          } else {
            quoted.append((char) c);
          }
        });
    return quoted.append('"').toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
