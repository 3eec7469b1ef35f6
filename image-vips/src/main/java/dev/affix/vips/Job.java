package dev.affix.vips;

import dev.affix.AffixException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One piece of work in progress, for whoever waits and may give up. */
final class Job {
  private final Images images;
  private @Nullable PictureInput input;
  private @Nullable MemorySegment evaluated;
  private @Nullable AffixException stopped;
  private long begun;

  Job(Images images) {
    this.images = images;
  }

  synchronized void begin() {
    begun = System.nanoTime();
  }

  /**
   * How long the picture itself was worked on: neither in the queue, nor waiting for the source.
   */
  synchronized Duration worked() {
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

  /** Makes the work fail as soon as it reads, writes or computes; to be repeated. */
  synchronized void stop(AffixException reason) {
    stopped = reason;
    if (input != null) {
      input.stop(reason);
    }
    if (evaluated != null) {
      images.kill(evaluated);
    }
  }

  synchronized void check() {
    if (stopped != null) {
      throw stopped;
    }
  }
}
