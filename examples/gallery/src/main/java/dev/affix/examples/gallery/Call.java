package dev.affix.examples.gallery;

import com.sun.net.httpserver.HttpExchange;
import dev.affix.Upload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** A request as the routes see it. */
record Call(HttpExchange exchange) {
  /** Set by the page's own script; other sites cannot send it without this site's consent. */
  static final String OWN_HEADER = "X-Gallery";

  private static final int LONGEST_TEXT = 16 * 1024;

  /** An answer that comes before the body was read would be lost if the connection just closed. */
  private static final long PATIENCE_BYTES = 64L << 20;

  String method() {
    return exchange.getRequestMethod();
  }

  /** As sent, still percent-encoded. */
  String path() {
    return exchange.getRequestURI().getRawPath();
  }

  boolean isRead() {
    return method().equals("GET") || method().equals("HEAD");
  }

  boolean isFromOwnPage() {
    return exchange.getRequestHeaders().containsKey(OWN_HEADER);
  }

  /** The body as a file, under the name that the query gives. */
  Upload upload() {
    Upload upload =
        Upload.of(body(), parameter("filename").orElse("unnamed"))
            .withContentType(exchange.getRequestHeaders().getFirst("Content-Type"));
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    return length == null ? upload : upload.withLength(Long.parseLong(length));
  }

  /** The body as text. */
  String text() throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LONGEST_TEXT + 1);
    if (bytes.length > LONGEST_TEXT) {
      throw new IllegalArgumentException("That is more than " + LONGEST_TEXT + " bytes of text");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Reads what nobody read of the body, within bounds, so that the client gets to the answer. */
  void drain() {
    try {
      InputStream body = exchange.getRequestBody();
      byte[] buffer = new byte[64 * 1024];
      long left = PATIENCE_BYTES;
      int read = 0;
      while (read >= 0 && left > 0) {
        left -= read;
        read = body.read(buffer);
      }
    } catch (IOException e) {
      // The client went away; there is nobody left to answer.
    }
  }

  /** Stays open when Affix closes it, so that the rest can still be drained. */
  private InputStream body() {
    return new FilterInputStream(exchange.getRequestBody()) {
      @Override
      public void close() {}
    };
  }

  private Optional<String> parameter(String name) {
    String query = exchange.getRequestURI().getRawQuery();
    return Stream.ofNullable(query)
        .flatMap(text -> Stream.of(text.split("&")))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
        .findFirst();
  }
}
