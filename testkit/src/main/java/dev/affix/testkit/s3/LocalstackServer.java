package dev.affix.testkit.s3;

import static java.util.Objects.requireNonNull;

import dev.affix.testkit.internal.Once;
import dev.affix.testkit.internal.ServerProcess;
import dev.affix.testkit.internal.Shelf;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This JVM's LocalStack, with S3 alone. */
final class LocalstackServer {
  private static final String SCRIPT = "affix_localstack.py";
  private static final String PROPERTY = "affix.localstack";
  // Presigned URLs are checked for this user only, and for no other secret.
  private static final String USER = "test";
  private static final String SECRET = "test";

  private static final Once<Address> SHARED = new Once<>(LocalstackServer::start);

  private LocalstackServer() {}

  static Address shared() {
    return SHARED.get();
  }

  static boolean isNamed() {
    return !program().isBlank();
  }

  private static String program() {
    String environment = System.getenv().getOrDefault(S3TestServer.LOCALSTACK_VARIABLE, "");
    return System.getProperty(PROPERTY, environment);
  }

  private static Address start() {
    try {
      Path python = python();
      Path shelf = Shelf.folder("localstack");
      return Shelf.alone(shelf, () -> start(python, shelf));
    } catch (IOException e) {
      throw new IllegalStateException("LocalStack did not start: " + e.getMessage(), e);
    }
  }

  private static Address start(Path python, Path shelf) throws IOException {
    Path folder = ServerProcess.newFolder("localstack");
    Path cache = folder.resolve("var/lib/localstack/cache");
    Files.createDirectories(cache.getParent());
    Files.createSymbolicLink(cache, shelf);
    Path script = folder.resolve(SCRIPT);
    try (InputStream resource =
        requireNonNull(LocalstackServer.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      Files.copy(resource, script);
    }
    URI endpoint = URI.create("http://127.0.0.1:" + freePort());
    ServerProcess server =
        ServerProcess.start(
            "LocalStack",
            folder,
            List.of(python.toString(), script.toString()),
            environment(folder, endpoint));
    try (HttpClient client = HttpClient.newHttpClient()) {
      server.awaitReady(log -> ready(log, client, endpoint));
    }
    return new Address(endpoint, "us-east-1", USER, SECRET);
  }

  /** The Python that has LocalStack: the one that its programs stand beside. */
  private static Path python() throws IOException {
    if (isNamed() && Files.isExecutable(Path.of(program()))) {
      Path python = Path.of(program()).toRealPath().resolveSibling("python3");
      if (Files.isExecutable(python)) {
        return python;
      }
    }
    throw new IOException(
        S3TestServer.LOCALSTACK_VARIABLE
            + " is \""
            + program()
            + "\", which is not the program localstack-supervisor of a virtual environment; run"
            + " bin/setup, which installs it and writes the variable into var/setup/env");
  }

  private static Map<String, String> environment(Path folder, URI endpoint) {
    return Map.ofEntries(
        Map.entry("SERVICES", "s3"),
        Map.entry("EAGER_SERVICE_LOADING", "1"),
        Map.entry("DISABLE_EVENTS", "1"),
        Map.entry("SKIP_SSL_CERT_DOWNLOAD", "1"),
        Map.entry("DNS_ADDRESS", "0"),
        Map.entry("S3_SKIP_SIGNATURE_VALIDATION", "0"),
        Map.entry("GATEWAY_LISTEN", endpoint.getAuthority()),
        // In a container it would otherwise write to /var/lib, which needs root.
        Map.entry("OVERRIDE_IN_DOCKER", "0"),
        Map.entry("FILESYSTEM_ROOT", folder.toString()),
        Map.entry("CONFIG_DIR", folder.toString()),
        Map.entry("TMPDIR", folder.toString()));
  }

  /**
   * Its own log tells this server from one that took the port between the choice and the start; the
   * health tells whether S3 could be loaded.
   */
  private static Optional<URI> ready(String log, HttpClient client, URI endpoint)
      throws IOException {
    if (log.lines().noneMatch("Ready."::equals)) {
      return Optional.empty();
    }
    String health = get(client, endpoint.resolve("/_localstack/health"));
    if (!health.contains("\"s3\": \"running\"")) {
      throw new IOException("it runs without S3: " + health + log);
    }
    return Optional.of(endpoint);
  }

  private static String get(HttpClient client, URI address) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build();
    try {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while LocalStack started", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
