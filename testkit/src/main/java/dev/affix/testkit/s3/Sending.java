package dev.affix.testkit.s3;

import java.io.IOException;
import java.time.Duration;

/** A request's body on its way to the server. */
final class Sending {
  private final Tampering tampering;
  private final Thread thread;
  private volatile boolean whole;

  Sending(BodyInput from, BodyOutput to, Tampering tampering, Runnable cut) {
    this.tampering = tampering;
    this.thread = Thread.ofVirtual().unstarted(() -> move(from, to, cut));
  }

  void start() {
    thread.start();
  }

  boolean isToBeCut() {
    return tampering instanceof Tampering.CutAt;
  }

  /** Whether it comes to its end in that time: all is sent, or it was cut as scripted. */
  boolean endsWithin(Duration time) throws IOException {
    try {
      return thread.join(time) && whole;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a body was sent", e);
    }
  }

  private void move(BodyInput from, BodyOutput to, Runnable cut) {
    try {
      tampering.move(from, to);
      whole = true;
    } catch (Tampering.Cut e) {
      whole = true;
      cut.run();
    } catch (IOException e) {
      // The client has gone within its body, or the server wants no more of it.
      whole = false;
    }
  }
}
