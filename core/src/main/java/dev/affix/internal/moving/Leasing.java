package dev.affix.internal.moving;

import dev.affix.internal.Uuids;
import dev.affix.internal.moving.Cargo.Piece;
import dev.affix.internal.rows.DeletionRows;
import dev.affix.internal.rows.Sql;
import dev.affix.model.Blob;
import dev.affix.model.StoredFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Names the places that files go to, before their first byte. */
final class Leasing {
  private static final Duration LEAST = Duration.ofMinutes(10);
  private static final long BYTES_PER_SECOND = 1_000_000;

  private final DeletionRows notes;
  private final String to;

  Leasing(DeletionRows notes, String to) {
    this.notes = notes;
    this.to = to;
  }

  /** A lease that outlasts the copying of so much, even if that is slow. */
  static Duration lasting(long bytes) {
    return LEAST.plusSeconds(bytes / BYTES_PER_SECOND);
  }

  /**
   * Takes the places of all these files, or of none.
   *
   * @param taken those where something was found; they can only be taken if Affix put it there
   * @return empty if a place cannot be had
   */
  Optional<Cargo> take(
      Sql sql, Blob blob, List<StoredFile> files, Set<StoredFile> taken, Duration lease) {
    List<Piece> pieces = new ArrayList<>();
    for (StoredFile file : files) {
      Optional<Piece> piece = take(sql, file, taken.contains(file), lease);
      if (piece.isEmpty()) {
        giveUp(sql, pieces);
        return Optional.empty();
      }
      pieces.add(piece.get());
    }
    return Optional.of(new Cargo(blob, pieces));
  }

  /** What was brought there, if anything, goes. */
  void giveUp(Sql sql, List<Piece> pieces) {
    pieces.forEach(piece -> notes.expireLease(sql, piece.lease()));
  }

  /** False if one of them ran out. */
  boolean end(Sql sql, List<Piece> pieces) {
    return pieces.stream().allMatch(piece -> notes.endLease(sql, piece.lease()));
  }

  /** Somebody else's object is there: it must not go. */
  void withdraw(Sql sql, Piece piece) {
    notes.withdrawLease(sql, piece.lease());
  }

  private Optional<Piece> take(Sql sql, StoredFile file, boolean taken, Duration lease) {
    UUID id = Uuids.next();
    if (!taken && notes.insertLease(sql, id, to, file.storageKey(), lease)) {
      return Optional.of(new Piece(file, id, false));
    }
    return notes.takeOverLease(sql, id, to, file.storageKey(), lease)
        ? Optional.of(new Piece(file, id, true))
        : Optional.empty();
  }
}
