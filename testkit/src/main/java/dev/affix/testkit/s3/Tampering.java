package dev.affix.testkit.s3;

import dev.affix.testkit.Gate;
import java.io.IOException;

/** What happens to a body on its way, at one position of it. */
sealed interface Tampering {

  /** Nothing. */
  record Nothing() implements Tampering {}

  /** Nobody gets it, nor the head before it. */
  record Swallow() implements Tampering {}

  /** The way ends with a {@link Cut}. */
  record CutAt(long position) implements Tampering {}

  /** The rest is left out. */
  record EndAt(long position) implements Tampering {}

  /** One bit of the next byte is changed. */
  record FlipAt(long position) implements Tampering {}

  /** It waits. */
  record WaitAt(long position, Gate gate) implements Tampering {}

  /** Thrown where a body is cut. */
  final class Cut extends IOException {
    private static final long serialVersionUID = 1L;

    Cut() {
      super("scripted: cut");
    }
  }

  /** Moves a body, and alters it. */
  default void move(BodyInput in, BodyOutput out) throws IOException {
    long at =
        switch (this) {
          case Nothing nothing -> Long.MAX_VALUE;
          case Swallow swallow -> Long.MAX_VALUE;
          case CutAt cut -> cut.position();
          case EndAt end -> end.position();
          case FlipAt flip -> flip.position();
          case WaitAt wait -> wait.position();
        };
    byte[] buffer = new byte[16 * 1024];
    boolean over = moveTo(at, in, out, buffer);
    if (this instanceof CutAt) {
      throw new Cut();
    }
    if (!over) {
      act(in, out, buffer);
    }
    out.end(in.trailers());
  }

  private void act(BodyInput in, BodyOutput out, byte[] buffer) throws IOException {
    if (this instanceof EndAt) {
      return;
    }
    if (this instanceof WaitAt wait) {
      wait.gate().pass();
    } else if (this instanceof FlipAt && in.read(buffer, 1) > 0) {
      buffer[0] ^= 1;
      out.write(buffer, 1);
    }
    moveTo(Long.MAX_VALUE, in, out, buffer);
  }

  /** Whether the body ended before the position. */
  private static boolean moveTo(long position, BodyInput in, BodyOutput out, byte[] buffer)
      throws IOException {
    long left = position;
    while (left > 0) {
      int count = in.read(buffer, (int) Math.min(buffer.length, left));
      if (count < 0) {
        return true;
      }
      out.write(buffer, count);
      left -= count;
    }
    return false;
  }
}
