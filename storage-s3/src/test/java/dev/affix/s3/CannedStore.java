package dev.affix.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on the loopback interface whose answers are bytes that a test has written. */
final class CannedStore implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)\r\n");

  /** What becomes of a request. */
  interface Answer {
    /** Writes what it likes; the connection is closed afterwards. */
    void send(String request, OutputStream out) throws IOException;
  }

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Answer answer;

  CannedStore(Answer answer) throws IOException {
    this.answer = answer;
    Thread.ofVirtual().start(this::accept);
  }

  /** Status line and headers, then the body. */
  static Answer saying(String head, byte[] body) {
    return (request, out) -> {
      out.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      out.write(body);
    };
  }

  /** An error as S3 spells them. */
  static Answer refusing(int status, String code) {
    return refusing(status, code, "no");
  }

  /** An error that says {@code message} to those who read on. */
  static Answer refusing(int status, String code, String message) {
    byte[] body =
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
                + code
                + "</Code><Message>"
                + message
                + "</Message><RequestId>R1</RequestId></Error>")
            .getBytes(StandardCharsets.UTF_8);
    return saying(
        "HTTP/1.1 "
            + status
            + " No\r\nContent-Type: application/xml\r\nContent-Length: "
            + body.length,
        body);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Heads of the requests that came. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        Socket connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (SocketException closed) {
      // The test is over.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      var head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        head.write(next);
      }
      String request = head.toString(StandardCharsets.ISO_8859_1);
      requests.add(request);
      Matcher length = LENGTH.matcher(request);
      in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
      answer.send(request, connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (IOException e) {
      // The client has gone; what it makes of that is what the test looks at.
    }
  }
}
