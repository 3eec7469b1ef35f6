package dev.affix.vips;

import dev.affix.AffixException;
import java.time.Duration;

/** One piece of work, as whoever waits for it sees it and may give it up. */
interface Attempt {
  /** A thread has taken it. */
  void begin();

  /** Throws the reason if it was stopped. */
  void check();

  /** Makes it end soon; to be repeated. */
  void stop(AffixException reason);

  /**
   * How long the picture itself was worked on: neither in the queue, nor waiting for the source.
   */
  Duration worked();
}
