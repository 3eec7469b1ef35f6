package dev.affix.benchmarks.scenarios;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** nginx of the system serving a folder, where it is installed. */
final class Nginx implements AutoCloseable {
  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Optional<Nginx> serving(Path files, Path scratch)
      throws IOException, InterruptedException {
    Optional<Path> program =
        Stream.of("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    int port = freePort();
    Path configuration = scratch.resolve("nginx.conf");
    Files.writeString(configuration, configuration(files, scratch, port));
    Process process =
        new ProcessBuilder(
                program.get().toString(),
                "-p",
                scratch.toString(),
                "-e",
                scratch.resolve("error.log").toString(),
                "-c",
                configuration.toString())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    var nginx = new Nginx(process, port);
    nginx.awaitAnswer();
    return Optional.of(nginx);
  }

  int port() {
    return port;
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    for (int i = 0; i < 100 && process.isAlive(); i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }
    close();
    throw new IOException("nginx does not answer");
  }

  /** Its workers end with it. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String configuration(Path files, Path scratch, int port) {
    // Without "user", a worker started by root could not read folders of root.
    String user = System.getProperty("user.name", "").equals("root") ? "user root;" : "";
    return String.join(
        "\n",
        List.of(
            user,
            "daemon off;",
            "worker_processes auto;",
            "pid " + scratch + "/nginx.pid;",
            "events { worker_connections 256; }",
            "http {",
            "  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;",
            "  client_body_temp_path " + scratch + "/body;",
            "  proxy_temp_path " + scratch + "/proxy;",
            "  fastcgi_temp_path " + scratch + "/fastcgi;",
            "  uwsgi_temp_path " + scratch + "/uwsgi;",
            "  scgi_temp_path " + scratch + "/scgi;",
            "  server { listen 127.0.0.1:" + port + "; root " + files + "; }",
            "}",
            ""));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
