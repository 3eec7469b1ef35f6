package dev.affix.benchmarks.scenarios;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Asks one URL again and again over connections that stay open, in a process of its own; prints the
 * requests a second. Every answer must be 200 with all its bytes; the first on each connection is
 * hashed, too.
 */
final class LoadClient {
  private final int port;
  private final String path;
  private final long length;
  private final String sha256;

  private LoadClient(int port, String path, long length, String sha256) {
    this.port = port;
    this.path = path;
    this.length = length;
    this.sha256 = sha256;
  }

  public static void main(String[] arguments) throws Exception {
    var client =
        new LoadClient(
            Integer.parseInt(arguments[0]),
            arguments[1],
            Long.parseLong(arguments[2]),
            arguments[3]);
    int connections = Integer.parseInt(arguments[4]);
    int requests = Integer.parseInt(arguments[5]);
    double seconds =
        Parallel.seconds(connections, connections, n -> client.ask(requests / connections));
    System.out.println(requests / connections * connections / seconds);
  }

  private void ask(int requests) throws Exception {
    byte[] request =
        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] buffer = new byte[1 << 16];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      for (int i = 0; i < requests; i++) {
        socket.getOutputStream().write(request);
        MessageDigest digest = i == 0 ? MessageDigest.getInstance("SHA-256") : null;
        readBody(in, readHead(in), buffer, digest);
        if (digest != null && !HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
          throw new IOException(path + " came with other bytes");
        }
      }
    }
  }

  private void readBody(
      InputStream in,
      long announced,
      byte[] buffer,
      @org.jspecify.annotations.Nullable MessageDigest digest)
      throws IOException {
    if (announced != length) {
      throw new IOException("%s has %d bytes instead of %d".formatted(path, announced, length));
    }
    long left = announced;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException(path + " ended " + left + " bytes too early");
      }
      if (digest != null) {
        digest.update(buffer, 0, read);
      }
      left -= read;
    }
  }

  /** The length that the head tells; anything but 200 fails. */
  private long readHead(InputStream in) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(path + " was answered with " + status);
    }
    long found = -1;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        found = Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    return found;
  }

  private static String line(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("The server closed the connection");
      }
      if (b != '\r') {
        text.append((char) b);
      }
    }
    return text.toString();
  }
}
