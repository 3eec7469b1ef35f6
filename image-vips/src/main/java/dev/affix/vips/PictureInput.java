package dev.affix.vips;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.affix.AffixException;
import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The Java end of a source: sniffs, then streams to libvips through the checks of its format. Keeps
 * the first fault, since libvips only learns that there was one, and asks again several times.
 */
final class PictureInput implements Upcalls.Reader, AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final InputStream raw;
  private final InputStream checked;
  private final SourceFormat format;
  private final byte[] head;

  /** What was read of the source and not handed on yet: libvips asks for little at a time. */
  private final byte[] chunk = new byte[CHUNK];

  private int next;
  private int end;
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
  private final AtomicLong waited = new AtomicLong();

  /** When the read that is under way began; 0 if there is none. */
  private volatile long readingSince;

  private PictureInput(InputStream raw, InputStream checked, SourceFormat format, byte[] head) {
    this.raw = raw;
    this.checked = checked;
    this.format = format;
    this.head = head;
  }

  static PictureInput open(ImageSource source, VipsLimits limits) {
    InputStream raw = null;
    try {
      raw = source.open();
      InputStream bounded = new BoundedInput(raw, limits.sourceBytes());
      byte[] head = bounded.readNBytes(SourceFormat.HEAD);
      if (head.length == 0) {
        throw new InvalidImageException("The source is empty");
      }
      SourceFormat format =
          SourceFormat.of(head)
              .orElseThrow(() ->
                  new InvalidImageException(
                      "The source is not a JPEG, PNG, GIF, WebP, TIFF or AVIF picture"));
      var whole = new PushbackInputStream(bounded, SourceFormat.HEAD);
      whole.unread(head);
      InputStream checked =
          switch (format) {
            case JPEG -> new JpegScans(whole, limits.scans());
            case PNG -> new PngChunks(whole);
            case WEBP -> new WebpFrames(whole);
            default -> whole;
          };
      return new PictureInput(raw, checked, format, head);
    } catch (InvalidImageException e) {
      close(raw);
      throw e;
    } catch (IOException | RuntimeException e) {
      close(raw);
      throw unreadable(e);
    }
  }

  SourceFormat format() {
    return format;
  }

  /** The first bytes, by which the format was told. */
  byte[] head() {
    return head;
  }

  /** Fills the whole buffer unless the stream ends: the TIFF loader takes less for a fault. */
  @Override
  public synchronized long read(MemorySegment buffer) {
    if (fault.get() != null) {
      return -1;
    }
    long start = System.nanoTime();
    readingSince = start;
    try {
      long filled = 0;
      while (filled < buffer.byteSize()) {
        if (next == end && !more()) {
          break;
        }
        int taken = (int) Math.min(end - next, buffer.byteSize() - filled);
        MemorySegment.copy(chunk, next, buffer, JAVA_BYTE, filled, taken);
        next += taken;
        filled += taken;
      }
      return filled;
    } catch (Throwable e) {
      fault.compareAndSet(null, e);
      return -1;
    } finally {
      readingSince = 0;
      waited.addAndGet(System.nanoTime() - start);
    }
  }

  /** False at the end of the source. */
  private boolean more() throws IOException {
    next = 0;
    end = Math.max(0, checked.read(chunk, 0, chunk.length));
    return end > 0;
  }

  /** Nanoseconds that went into reading the source, the read that is under way included. */
  long waited() {
    long since = readingSince;
    return waited.get() + (since == 0 ? 0 : System.nanoTime() - since);
  }

  /** Lets every further read fail; waits for none. */
  void stop(AffixException reason) {
    fault.compareAndSet(null, reason);
  }

  /** Throws what went wrong while libvips read, if anything did. */
  void check() {
    Throwable thrown = fault.get();
    if (thrown != null) {
      throw asException(thrown);
    }
  }

  /** What whoever wants the picture is told when its source throws that. */
  static AffixException asException(Throwable thrown) {
    return switch (thrown) {
      case InvalidImageException e -> e;
      case ImageProcessingException e -> e;
      case ImageCrashException e -> e;
      default -> unreadable(thrown);
    };
  }

  @Override
  public void close() {
    close(raw);
  }

  private static void close(@Nullable InputStream stream) {
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException | RuntimeException e) {
        // All bytes that were wanted have been read, or there is a fault to tell already.
      }
    }
  }

  private static ImageProcessingException unreadable(Throwable cause) {
    return new ImageProcessingException(
        "The source of the picture could not be read; try again when it can", cause);
  }
}
