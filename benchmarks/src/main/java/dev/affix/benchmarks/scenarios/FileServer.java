package dev.affix.benchmarks.scenarios;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.affix.serving.FileHandler;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HTTP server before the handler, a virtual thread a request. */
final class FileServer implements AutoCloseable {
  private static final String BASE = "/files";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  FileServer(FileHandler handler) throws IOException {
    // Answers are sent at once; must be set before the server's classes are loaded.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(BASE, exchange -> answer(handler, exchange));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(FileHandler handler, HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString().substring(BASE.length());
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name, String.join(", ", values)));
    try (exchange;
        FileResponse answer =
            handler.handle(new FileRequest(exchange.getRequestMethod(), path, headers, null))) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      long length = answer.body() instanceof FileResponse.Body.Stream body ? body.length() : -1;
      exchange.sendResponseHeaders(answer.status(), length);
      answer.writeTo(exchange.getResponseBody());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
