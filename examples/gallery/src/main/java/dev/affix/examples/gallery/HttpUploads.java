package dev.affix.examples.gallery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.affix.DirectUploads;
import dev.affix.serving.FileResponse;
import java.io.IOException;
import java.io.InputStream;

/** Puts direct uploads behind the JDK's server: as files, with a body. */
final class HttpUploads implements HttpHandler {
  private final String base;
  private final DirectUploads uploads;

  HttpUploads(String base, DirectUploads uploads) {
    this.base = base;
    this.uploads = uploads;
  }

  // docs:begin uploads
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    new HttpFiles(
            base,
            request -> {
              FileResponse response = uploads.handle(request, body);
              new Call(exchange).drain(); // a browser that still sends would not read the answer
              return response;
            })
        .handle(exchange);
  }
  // docs:end uploads
}
