package dev.affix.testkit.s3;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The connection to the server that one request goes through. */
final class Upstream implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Socket socket;
  private final MessageHead request;
  private final Sending sending;

  private Upstream(Socket socket, MessageHead request, Sending sending) {
    this.socket = socket;
    this.request = request;
    this.sending = sending;
  }

  /**
   * Sends the head, and the body in a thread of its own: the server may answer before it has all,
   * and a client that expects "continue" sends none before the answer begins.
   *
   * @param cut run where the body is cut
   */
  static Upstream send(
      URI server, MessageHead request, BodyInput body, Tampering tampering, Runnable cut)
      throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    try {
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      out.write(request.bytes());
      out.flush();
      BodyOutput to = new BodyOutput(out, Framing.ofRequest(request));
      return new Upstream(socket, request, new Sending(body, to, tampering, cut));
    } catch (IOException e) {
      Sockets.reset(socket);
      throw e;
    }
  }

  /** Passes the answer on. Whether the client's connection can be used again. */
  boolean answer(OutputStream out, Tampering tampering) throws IOException {
    sending.start();
    boolean sends = !request.says("Expect", "100-continue");
    InputStream in = new BufferedInputStream(socket.getInputStream());
    MessageHead head = next(in, sends);
    while (head.status() < 200) {
      sends = true;
      out.write(head.bytes());
      out.flush();
      head = next(in, sends);
    }
    // The client will not send the body now, or will: only a new connection is clear of it.
    MessageHead said = sends ? head : head.with("Connection", "close");
    boolean whole = passOn(said, in, out, tampering);
    return whole
        && !said.says("Connection", "close")
        && !request.says("Connection", "close")
        && sending.endsWithin(PATIENCE);
  }

  private boolean passOn(MessageHead head, InputStream in, OutputStream out, Tampering tampering)
      throws IOException {
    Framing framing = Framing.ofAnswer(head, request.word(0));
    OutputStream to =
        tampering instanceof Tampering.Swallow ? OutputStream.nullOutputStream() : out;
    to.write(shortened(head, framing, tampering).bytes());
    try {
      tampering.move(new BodyInput(in, framing), new BodyOutput(to, framing));
      return !(framing instanceof Framing.UntilEnd);
    } catch (Tampering.Cut e) {
      to.flush();
      return false;
    }
  }

  private MessageHead next(InputStream in, boolean sends) throws IOException {
    // The server must not win against the cut.
    if (sends && sending.isToBeCut() && sending.endsWithin(PATIENCE)) {
      throw new Tampering.Cut();
    }
    Optional<MessageHead> head = MessageHead.read(in);
    return head.orElseThrow(() -> new IOException("the server ended the connection"));
  }

  @Override
  public void close() {
    Sockets.reset(socket);
  }

  private static MessageHead shortened(MessageHead head, Framing framing, Tampering tampering) {
    if (tampering instanceof Tampering.EndAt end
        && framing instanceof Framing.Length length
        && end.position() < length.bytes()) {
      return head.with("Content-Length", Long.toString(end.position()));
    }
    return head;
  }
}
