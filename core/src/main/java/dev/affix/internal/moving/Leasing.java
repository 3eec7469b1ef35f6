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
  private volatile boolean leftDue;

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
   * @param until when the lease ends by {@link System#nanoTime()}
   * @param taken those where something was found; they can only be taken if Affix put it there
   * @return empty if a place cannot be had
   */
  Optional<Cargo> take(
      Sql sql,
      Blob blob,
      List<StoredFile> files,
      Set<StoredFile> taken,
      Duration lease,
      long until) {
    List<Piece> pieces = new ArrayList<>();
    for (StoredFile file : files) {
      Optional<Piece> piece = take(sql, file, taken.contains(file), lease);
      if (piece.isEmpty()) {
        giveBack(sql, pieces);
        return Optional.empty();
      }
      pieces.add(piece.get());
    }
    return Optional.of(new Cargo(blob, pieces, until));
  }

  /**
   * What was brought there goes. If a lease ran out and the note with it, what came too late is
   * named again.
   */
  void giveUp(Sql sql, List<Piece> brought) {
    leftDue |= !brought.isEmpty();
    for (Piece piece : brought) {
      if (!notes.expireLease(sql, piece.lease())) {
        notes.insertLease(sql, Uuids.next(), to, piece.file().storageKey(), Duration.ZERO);
      }
    }
  }

  /** Nothing was stored there: whoever has the note does not need it any more. */
  void giveBack(Sql sql, List<Piece> untouched) {
    for (Piece piece : untouched) {
      if (piece.again()) {
        notes.expireLease(sql, piece.lease());
      } else {
        notes.withdrawLease(sql, piece.lease());
      }
    }
  }

  /** Whether something that was given up can be deleted now. */
  boolean leftDue() {
    return leftDue;
  }

  /** False if one of them ran out. */
  boolean end(Sql sql, List<Piece> pieces) {
    return pieces.stream().allMatch(piece -> notes.endLease(sql, piece.lease()));
  }

  /** Whether a row or a note names one of these places. */
  boolean isNamed(Sql sql, List<StoredFile> files) {
    return files.stream().anyMatch(file -> notes.isNamed(sql, to, file.storageKey()));
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
