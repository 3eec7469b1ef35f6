package dev.affix.vips;

import dev.affix.AffixException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Work that libvips does in this process. */
final class Job implements Attempt {
  private final Images images;
  private @Nullable PictureInput input;
  private @Nullable MemorySegment evaluated;
  private @Nullable AffixException stopped;
  private long begun;

  Job(Images images) {
    this.images = images;
  }

  @Override
  public synchronized void begin() {
    begun = System.nanoTime();
  }

  @Override
  public synchronized Duration worked() {
    return begun == 0 || input == null
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - begun - input.waited());
  }

  synchronized void reading(PictureInput source) {
    input = source;
  }

  /** Says which image's pixels are computed; null before that image is let go. */
  synchronized void evaluating(@Nullable MemorySegment image) {
    evaluated = image;
  }

  /** Makes the work fail as soon as it reads, writes or computes. */
  @Override
  public synchronized void stop(AffixException reason) {
    stopped = reason;
    if (input != null) {
      input.stop(reason);
    }
    if (evaluated != null) {
      images.kill(evaluated);
    }
  }

  @Override
  public synchronized void check() {
    if (stopped != null) {
      throw stopped;
    }
  }
}
