package dev.affix.internal.staging;

import dev.affix.UploadRejectedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Function;

/** Ends an upload that grows beyond its size or its time. */
public final class BoundedStream extends FilterInputStream {
  private final String name;
  private final OptionalLong maxBytes;
  private final Duration maxTime;
  private final long deadline;
  private final Function<String, RuntimeException> late;
  private long count;

  /** One whose end is the fault of whoever sends it. */
  public BoundedStream(InputStream in, String name, OptionalLong maxBytes, Duration maxTime) {
    this(
        in,
        name,
        maxBytes,
        maxTime,
        said ->
            new UploadRejectedException(
                said + "; raise Affix.builder().uploadDeadline(..) for slow clients"));
  }

  /**
   * @param late what is thrown when the time is over, of what there is to say
   */
  BoundedStream(
      InputStream in,
      String name,
      OptionalLong maxBytes,
      Duration maxTime,
      Function<String, RuntimeException> late) {
    super(in);
    this.late = late;
    this.name = name;
    this.maxBytes = maxBytes;
    this.maxTime = maxTime;
    this.deadline = System.nanoTime() + maxTime.toNanos();
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    counted(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    counted(read);
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(n);
    counted(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void counted(long read) {
    count += Math.max(0, read);
    if (maxBytes.isPresent() && count > maxBytes.getAsLong()) {
      throw new UploadRejectedException(
          "%s is larger than the %d bytes that are accepted".formatted(name, maxBytes.getAsLong()));
    }
    if (System.nanoTime() - deadline > 0) {
      throw late.apply("%s took longer than %s".formatted(name, maxTime));
    }
  }
}
