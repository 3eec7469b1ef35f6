package dev.affix.vips;

import dev.affix.AffixException;
import dev.affix.image.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The application's end of a source: read as far as the image process asks, and no further. Keeps
 * the fault, of which the process only learns that there was one. For one thread.
 */
final class Feed implements AutoCloseable {
  private final ImageSource source;
  private @Nullable InputStream opened;
  private @Nullable Throwable fault;
  private boolean asked;

  Feed(ImageSource source) {
    this.source = source;
  }

  /** The next bytes, as many as are there without waiting for more of them. */
  Request next(byte[] buffer) {
    asked = true;
    try {
      InputStream stream = opened == null ? source.open() : opened;
      opened = stream;
      int length = stream.read(buffer, 0, buffer.length);
      while (length > 0 && length < buffer.length && stream.available() > 0) {
        int read = stream.read(buffer, length, buffer.length - length);
        if (read < 0) {
          break;
        }
        length += read;
      }
      return length < 0 ? new Request.End() : new Request.Bytes(buffer, length);
    } catch (Throwable e) {
      fault = e;
      return new Request.Fault();
    }
  }

  /** Whether a process has asked for it yet. */
  boolean asked() {
    return asked;
  }

  /** Throws what went wrong at the source, if anything did. */
  void check() {
    if (fault != null) {
      AffixException told = PictureInput.asException(fault);
      throw told;
    }
  }

  @Override
  public void close() {
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException | RuntimeException e) {
        // All bytes that were wanted have been read, or there is a fault to tell already.
      }
    }
  }
}
