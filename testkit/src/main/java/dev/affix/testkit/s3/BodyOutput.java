package dev.affix.testkit.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes one message's body, in chunks if its head says so. */
final class BodyOutput {
  private final OutputStream out;
  private final boolean chunked;

  BodyOutput(OutputStream out, Framing framing) {
    this.out = out;
    this.chunked = framing instanceof Framing.Chunked;
  }

  void write(byte[] buffer, int count) throws IOException {
    if (chunked) {
      text(Integer.toHexString(count) + "\r\n");
    }
    out.write(buffer, 0, count);
    if (chunked) {
      text("\r\n");
    }
    out.flush();
  }

  void end(List<String> trailers) throws IOException {
    if (chunked) {
      text("0\r\n");
      for (String line : trailers) {
        text(line + "\r\n");
      }
      text("\r\n");
    }
    out.flush();
  }

  private void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
