package dev.affix.examples.gallery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.affix.serving.FileHandler;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts Affix's file handler behind the JDK's server: translates requests and responses. */
final class HttpFiles implements HttpHandler {
  private final String base;
  private final FileHandler files;

  HttpFiles(String base, FileHandler files) {
    this.base = base;
    this.files = files;
  }

  // docs:begin http
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    // Closing an exchange whose body is not complete breaks the connection off, as it must.
    try (exchange;
        FileResponse response = files.handle(request(exchange))) {
      response.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(response.status(), length(response));
      response.writeTo(exchange.getResponseBody());
    }
  }

  private FileRequest request(HttpExchange exchange) {
    URI uri = exchange.getRequestURI();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    return new FileRequest(
        exchange.getRequestMethod(),
        uri.getRawPath().substring(base.length()) + query,
        headers,
        null);
  }

  /** As the server wants it: -1 for no body, 0 would mean one of unknown length. */
  private static long length(FileResponse response) {
    return response.body() instanceof FileResponse.Body.Stream stream && stream.length() > 0
        ? stream.length()
        : -1;
  }
  // docs:end http
}
