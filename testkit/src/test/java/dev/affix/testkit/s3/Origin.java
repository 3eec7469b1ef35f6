package dev.affix.testkit.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that keeps what is put and says what it got, whole or not. */
final class Origin implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  Origin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  byte[] kept(String path) {
    return kept.getOrDefault(path, new byte[0]);
  }

  void keep(String path, byte[] bytes) {
    kept.put(path, bytes);
  }

  /** What came next: method, path, host, and how the body ended. */
  String next() throws InterruptedException {
    String next = seen.poll(30, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  boolean hasSeenNothing() {
    return seen.isEmpty();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    String end = "whole";
    try (exchange;
        InputStream body = exchange.getRequestBody()) {
      byte[] bytes = body.readAllBytes();
      if (method.equals("PUT")) {
        kept.put(path, bytes);
      }
      answer(exchange, method, kept(path));
    } catch (IOException e) {
      end = "broken";
      throw e;
    } finally {
      List<String> host = exchange.getRequestHeaders().get("Host");
      seen.add(method + " " + path + " " + host + " " + end);
    }
  }

  private static void answer(HttpExchange exchange, String method, byte[] bytes)
      throws IOException {
    if (method.equals("GET")) {
      // A length of 0 means: in chunks.
      boolean chunks = "chunks".equals(exchange.getRequestURI().getQuery());
      exchange.sendResponseHeaders(200, chunks ? 0 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } else {
      exchange.sendResponseHeaders(method.equals("DELETE") ? 204 : 200, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
