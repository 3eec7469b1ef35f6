package dev.affix.testkit.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The bytes of one message's body; ends where the body does, and not where the connection does. */
final class BodyInput {
  private final InputStream in;
  private final Framing framing;
  private final List<String> trailers = new ArrayList<>();
  private long left;
  private boolean begun;
  private boolean ended;

  BodyInput(InputStream in, Framing framing) {
    this.in = in;
    this.framing = framing;
    this.left =
        switch (framing) {
          case Framing.None none -> 0;
          case Framing.Length length -> length.bytes();
          case Framing.Chunked chunked -> 0;
          case Framing.UntilEnd end -> Long.MAX_VALUE;
        };
    this.ended = left == 0 && !(framing instanceof Framing.Chunked);
  }

  /** What followed the last chunk. */
  List<String> trailers() {
    return List.copyOf(trailers);
  }

  /** As {@link InputStream#read(byte[], int, int)}. */
  int read(byte[] buffer, int most) throws IOException {
    if (!ended && left == 0) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int count = in.read(buffer, 0, (int) Math.min(most, left));
    if (count < 0) {
      if (framing instanceof Framing.UntilEnd) {
        ended = true;
        return -1;
      }
      throw new EOFException("the connection ends within a body");
    }
    left -= count;
    ended = left == 0 && framing instanceof Framing.Length;
    return count;
  }

  private void nextChunk() throws IOException {
    if (begun) {
      MessageHead.line(in);
    }
    begun = true;
    left = Long.parseLong(MessageHead.line(in).split(";", 2)[0].strip(), 16);
    if (left == 0) {
      for (String line = MessageHead.line(in); !line.isEmpty(); line = MessageHead.line(in)) {
        trailers.add(line);
      }
      ended = true;
    }
  }
}
