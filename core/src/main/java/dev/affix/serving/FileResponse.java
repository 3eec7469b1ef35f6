package dev.affix.serving;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An answer: status, headers and perhaps a body that is still to be read. Whoever got it closes it,
 * once or more often, from any thread; writing is for one thread.
 */
public final class FileResponse implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  /** What follows the headers. */
  public sealed interface Body {
    /** Nothing follows; a {@code Content-Length} may still tell what a GET would have sent. */
    record None() implements Body {}

    /**
     * Bytes follow.
     *
     * @param content read once; closed with the response
     * @param length how many
     */
    record Stream(InputStream content, long length) implements Body {}
  }

  private final int status;
  private final Map<String, String> headers;
  private final Body body;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param headers in the order they are sent
   * @param onClose run once, when the response is closed
   * @throws IllegalArgumentException if a header would set a cookie or has a line break: what a
   *     cache may keep must not hold one visitor's cookie, nor headers made of a file's name
   */
  public FileResponse(int status, Map<String, String> headers, Body body, Runnable onClose) {
    this.status = status;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.body = body;
    this.onClose = onClose;
    this.headers.forEach(FileResponse::check);
  }

  /** Status code of HTTP. */
  public int status() {
    return status;
  }

  /** Headers in the order to send them; no more are needed. */
  public Map<String, String> headers() {
    return headers;
  }

  /** What follows the headers. */
  public Body body() {
    return body;
  }

  /**
   * Copies the body, if there is one, and flushes nothing.
   *
   * @param out not closed
   * @throws IOException if reading or writing failed or the storage gave fewer bytes than the
   *     headers say; the connection must then be broken off, not ended well
   */
  public void writeTo(OutputStream out) throws IOException {
    if (!(body instanceof Body.Stream(InputStream content, long length))) {
      return;
    }
    byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, length))];
    long left = length;
    while (left > 0) {
      int read = content.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("The file ended " + left + " bytes too early");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  /** Frees what the answer holds; the body cannot be read any more. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }

  @Override
  public String toString() {
    return "FileResponse[" + status + "]";
  }

  private static void check(String name, String value) {
    if (name.equalsIgnoreCase("Set-Cookie")) {
      throw new IllegalArgumentException("an answer with a file never sets a cookie");
    }
    if (!isPrintable(name) || !isPrintable(value)) {
      throw new IllegalArgumentException(
          "header \"" + name.replaceAll("[^A-Za-z0-9-]", "?") + "\" is not printable ASCII");
    }
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x20 || text.charAt(i) > 0x7e) {
        return false;
      }
    }
    return true;
  }
}
