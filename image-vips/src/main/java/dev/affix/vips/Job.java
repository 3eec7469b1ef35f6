package dev.affix.vips;

import dev.affix.image.ImageProcessingException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** One piece of work in progress, for whoever waits and may give up. */
final class Job {
  private final Images images;
  private @Nullable PictureInput input;
  private @Nullable MemorySegment evaluated;
  private @Nullable ImageProcessingException stopped;

  Job(Images images) {
    this.images = images;
  }

  synchronized void reading(PictureInput source) {
    input = source;
  }

  /** Says which image's pixels are computed; null before that image is let go. */
  synchronized void evaluating(@Nullable MemorySegment image) {
    evaluated = image;
  }

  /** Makes the work fail as soon as it reads, writes or computes; to be repeated. */
  synchronized void stop(ImageProcessingException reason) {
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
