package dev.affix.testkit.s3;

import java.io.IOException;
import java.net.Socket;

/** The rude end of a connection. */
final class Sockets {
  private Sockets() {}

  /** The peer sees "connection reset", and what it has not read yet is lost. */
  static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It has ended already, which is what was wanted.
    }
  }
}
