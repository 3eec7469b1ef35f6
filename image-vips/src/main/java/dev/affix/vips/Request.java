package dev.affix.vips;

import dev.affix.image.Variation;
import org.jspecify.annotations.Nullable;

/** What the application says to an image process; {@link Wire} spells it. */
sealed interface Request {

  /**
   * Said once, first.
   *
   * @param library file or folder; null for the system's library
   * @param memory bytes that pictures may take
   * @param pictures how many it makes before it wants to be replaced
   */
  record Settings(@Nullable String library, VipsLimits limits, long memory, int pictures)
      implements Request {}

  /** Begins a picture. */
  record Transform(Variation variation) implements Request {}

  /** Begins a look at a header. */
  record Analyze() implements Request {}

  /** Begins a placeholder. */
  record Place() implements Request {}

  /** Some more of the source, in answer to {@link Answer.More}. */
  @SuppressWarnings("ArrayRecordComponent") // lives from one read to the next
  record Bytes(byte[] buffer, int length) implements Request {}

  /** The source has ended, in answer to {@link Answer.More}. */
  record End() implements Request {}

  /** The source cannot be read, in answer to {@link Answer.More}. */
  record Fault() implements Request {}

  /** There is nothing more to do. */
  record Leave() implements Request {}
}
