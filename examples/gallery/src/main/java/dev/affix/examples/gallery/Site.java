package dev.affix.examples.gallery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.affix.Affix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server: a virtual thread a request; files by Affix, everything else by the routes. */
final class Site implements AutoCloseable {
  static final String FILES = "/files";
  static final String UPLOADS = "/uploads";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String host;
  private final String policy;

  Site(Settings settings, Routes routes, Affix affix) throws IOException {
    host = settings.host();
    policy = policy(settings.bucket().map(bucket -> " " + bucket.origin()).orElse(""));
    server = HttpServer.create(new InetSocketAddress(host, settings.port()), 0);
    server.setExecutor(threads);
    server.createContext(FILES + "/", new HttpFiles(FILES, affix.handler()));
    server.createContext(UPLOADS + "/", new HttpUploads(UPLOADS, affix.directUploads()));
    server.createContext("/", exchange -> answer(routes, exchange));
    server.start();
  }

  URI address() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + server.getAddress().getPort() + "/");
  }

  private static String policy(String otherOrigins) {
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
        + " connect-src 'self'"
        + otherOrigins
        + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  }

  private void answer(Routes routes, HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = routes.answer(new Call(exchange));
      answer.send(exchange, policy);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
