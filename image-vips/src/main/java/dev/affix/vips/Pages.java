package dev.affix.vips;

import dev.affix.image.InvalidImageException;
import dev.affix.image.Transformation.Frame;
import dev.affix.image.Transformation.Still;
import dev.affix.image.Variation;

/**
 * Which frames, or pages, of a picture are read.
 *
 * @param first the first of them, from 0
 * @param count how many from there on
 */
record Pages(int first, int count) {
  static final Pages FIRST = new Pages(0, 1);

  /** What the recipe asks for: one that it names, else all of an animation that stays one. */
  static Pages of(Variation variation, Header header, boolean mayMove) {
    int wanted = variation.step(Frame.class).map(Frame::number).orElse(0);
    if (wanted >= header.frames()) {
      throw new InvalidImageException(
          "The picture has no frame %d, for it has %d".formatted(wanted, header.frames()));
    }
    boolean still = variation.has(Frame.class) || variation.has(Still.class);
    return new Pages(wanted, mayMove && !still ? header.frames() : 1);
  }
}
