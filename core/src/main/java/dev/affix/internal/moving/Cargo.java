package dev.affix.internal.moving;

import dev.affix.model.Blob;
import dev.affix.model.StoredFile;
import java.util.List;
import java.util.UUID;

/**
 * A blob on its way: what is moved together.
 *
 * @param pieces the original first, then its variants
 * @param until when the leases end, by {@link System#nanoTime()}; nothing is begun afterwards
 */
record Cargo(Blob blob, List<Piece> pieces, long until) {

  /**
   * One file, and the lease on the place it goes to.
   *
   * @param lease id of the note that names the place
   * @param again whether an earlier try may have left something there
   * @param late whether what an earlier try sent may arrive yet
   */
  record Piece(StoredFile file, UUID lease, boolean again, boolean late) {}

  long bytes() {
    return pieces.stream()
        .mapToLong(piece -> piece.file().byteSize() == null ? 0 : piece.file().byteSize())
        .sum();
  }
}
