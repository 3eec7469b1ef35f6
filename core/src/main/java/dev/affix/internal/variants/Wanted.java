package dev.affix.internal.variants;

import dev.affix.image.Variation;
import dev.affix.internal.bulk.Piece;
import dev.affix.internal.bulk.Position;
import dev.affix.storage.StorageKey;
import java.util.UUID;

/**
 * A variant to be made although nobody waits for it.
 *
 * @param name that it is declared under
 * @param sourceBytes length of the original
 * @param file where it is on the walk that found it
 */
record Wanted(
    UUID blobId,
    StorageKey blobKey,
    String name,
    Variation variation,
    long sourceBytes,
    Position file)
    implements Piece {

  @Override
  public String toString() {
    return "variant \"" + name + "\" of blob " + blobId;
  }
}
