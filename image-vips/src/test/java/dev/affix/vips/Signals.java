package dev.affix.vips;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals. */
final class Signals {
  private Signals() {}

  /** Returns when it was sent, which is not when it had its effect. */
  static void send(String name, ProcessHandle process) {
    try {
      int code =
          new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends it and waits until the process is gone. */
  static void endBy(String name, ProcessHandle process) {
    send(name, process);
    process.onExit().join();
  }
}
