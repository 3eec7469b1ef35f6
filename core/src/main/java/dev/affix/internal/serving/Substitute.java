package dev.affix.internal.serving;

import dev.affix.image.Variation;

/** What may be shown in place of a variant. */
public sealed interface Substitute {

  /** Another variant of the same file. */
  record OtherVariant(String name, Variation variation) implements Substitute {}

  /** The file that the variant would be made of. */
  record Original() implements Substitute {}

  /** A picture that has nothing to do with the file. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Placeholder(String contentType, byte[] bytes) implements Substitute {
    private static final int MOST_BYTES = 1 << 20;

    /**
     * Keeps a copy.
     *
     * @throws IllegalArgumentException if no browser would show it, or it is empty or too large
     */
    public Placeholder {
      if (!ServedType.of(contentType).mayBeShown()) {
        throw new IllegalArgumentException(
            "a placeholder of type \"%s\" would not be shown; give a PNG, JPEG, GIF, WebP or AVIF"
                .formatted(contentType));
      }
      if (bytes.length == 0 || bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException(
            "a placeholder is held in memory and must have 1 to %d bytes, but had %d"
                .formatted(MOST_BYTES, bytes.length));
      }
      bytes = bytes.clone();
    }
  }
}
