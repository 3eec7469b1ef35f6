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

/** One client's connection: its requests, one after the other. */
final class Exchange {
  private static final Tampering NOTHING = new Tampering.Nothing();

  private final Socket client;
  private final URI server;
  private final FaultScript script;
  private volatile Optional<Upstream> upstream = Optional.empty();

  Exchange(Socket client, URI server, FaultScript script) {
    this.client = client;
    this.server = server;
    this.script = script;
  }

  /** Ends the connections, from any thread. */
  void cut() {
    Sockets.reset(client);
    upstream.ifPresent(Upstream::close);
  }

  void run() {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = new BufferedOutputStream(client.getOutputStream());
      boolean more = true;
      while (more) {
        Optional<MessageHead> head = MessageHead.read(in);
        more = head.isPresent() && serve(head.get(), in, out);
      }
    } catch (IOException | AssertionError e) {
      // One side has gone, or a gate was left shut: nobody is there to be told.
      cut();
    }
  }

  /** Whether the connection can be used again. */
  private boolean serve(MessageHead head, InputStream in, OutputStream out) throws IOException {
    HttpFault fault = script.meet(SeenRequest.of(head)).orElse(new HttpFault.Delay(Duration.ZERO));
    return switch (fault) {
      case HttpFault.Delay delay -> {
        pause(delay.time());
        yield pass(head, in, out, NOTHING, NOTHING);
      }
      case HttpFault.Hang hang -> {
        hang.gate().pass();
        yield pass(head, in, out, NOTHING, NOTHING);
      }
      case HttpFault.Answer answer -> {
        // One that waits to be told to go on has not begun its body.
        boolean waits = head.says("Expect", "100-continue");
        if (!waits) {
          drain(new BodyInput(in, Framing.ofRequest(head)));
        }
        ErrorAnswer.write(answer, head, out);
        yield false;
      }
      case HttpFault.CutRequest cut ->
          pass(head, in, out, new Tampering.CutAt(cut.bytes()), NOTHING);
      case HttpFault.CorruptRequest corrupt ->
          pass(head, in, out, new Tampering.FlipAt(corrupt.position()), NOTHING);
      case HttpFault.LoseAnswer lose -> {
        pass(head, in, out, NOTHING, new Tampering.Swallow());
        Sockets.reset(client);
        yield false;
      }
      case HttpFault.CutAnswer cut ->
          pass(head, in, out, NOTHING, new Tampering.CutAt(cut.bytes()));
      case HttpFault.HangInAnswer hang ->
          pass(head, in, out, NOTHING, new Tampering.WaitAt(hang.bytes(), hang.gate()));
      case HttpFault.CorruptAnswer corrupt ->
          pass(head, in, out, NOTHING, new Tampering.FlipAt(corrupt.position()));
      case HttpFault.TruncateAnswer truncate ->
          pass(head, in, out, NOTHING, new Tampering.EndAt(truncate.bytes()));
    };
  }

  private boolean pass(
      MessageHead head, InputStream in, OutputStream out, Tampering request, Tampering answer)
      throws IOException {
    // A connection for each request: one that is kept could be closed by the server meanwhile,
    // which would be a fault that nobody has scripted.
    BodyInput body = new BodyInput(in, Framing.ofRequest(head));
    try (Upstream opened = Upstream.send(server, head, body, request, this::cut)) {
      upstream = Optional.of(opened);
      return opened.answer(out, answer);
    } finally {
      upstream = Optional.empty();
    }
  }

  private static void drain(BodyInput body) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    int count = 0;
    while (count >= 0) {
      count = body.read(buffer, buffer.length);
    }
  }

  private static void pause(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a request was delayed", e);
    }
  }
}
