package dev.affix.internal.moving;

import dev.affix.internal.Uuids;
import dev.affix.internal.moving.Cargo.Piece;
import dev.affix.internal.rows.DeletionRows;
import dev.affix.internal.rows.DeletionRows.Named;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.Sql;
import dev.affix.model.Blob;
import dev.affix.model.StoredFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
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
   * What is known of places before they are taken.
   *
   * @param objects files for which something is there
   * @param rows keys there that files have
   * @param noted keys there that have a note
   * @param late those of them whose file may still be on its way
   */
  record Known(Set<StoredFile> objects, Set<String> rows, Set<String> noted, Set<String> late) {

    /** Whether something is there that Affix did not put there. */
    boolean isForeign(StoredFile file) {
      return objects.contains(file)
          && !rows.contains(file.storageKey())
          && !noted.contains(file.storageKey());
    }
  }

  /** Asks the rows; the objects were asked before. */
  Known known(Sql sql, Collection<StoredFile> files, Set<StoredFile> objects) {
    Known known = new Known(objects, new HashSet<>(), new HashSet<>(), new HashSet<>());
    List<String> keys = files.stream().map(StoredFile::storageKey).toList();
    for (Named named : notes.named(sql, to, keys)) {
      (named.note() ? known.noted() : known.rows()).add(named.key());
      if (named.late()) {
        known.late().add(named.key());
      }
    }
    return known;
  }

  /**
   * Takes the places of all these files, or of none.
   *
   * @param until when the lease ends by {@link System#nanoTime()}
   * @return empty if a place cannot be had
   */
  Optional<Cargo> take(
      Sql sql, Blob blob, List<StoredFile> files, Known known, Duration lease, long until) {
    List<Piece> pieces = new ArrayList<>();
    for (StoredFile file : files) {
      Optional<Piece> piece = take(sql, file, known, lease);
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
      if (piece.late()) {
        leave(sql, piece);
      } else if (!notes.expireLease(sql, piece.lease())) {
        notes.insertUnlessNamed(sql, to, piece.file().storageKey(), Reason.MOVING, Duration.ZERO);
      }
    }
  }

  /**
   * What may yet arrive there goes when it must have arrived, for a deletion before that would
   * leave it without a name.
   */
  void leave(Sql sql, Piece piece) {
    if (!notes.leaveLease(sql, piece.lease())) {
      String key = piece.file().storageKey();
      notes.insertUnlessNamed(sql, to, key, Reason.MOVING, DeletionRows.ON_ITS_WAY);
    }
  }

  /** Nothing was stored there: whoever has the note does not need it any more. */
  void giveBack(Sql sql, List<Piece> untouched) {
    for (Piece piece : untouched) {
      if (piece.late()) {
        leave(sql, piece);
      } else if (piece.again()) {
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

  private Optional<Piece> take(Sql sql, StoredFile file, Known known, Duration lease) {
    String key = file.storageKey();
    if (known.rows().contains(key) || known.isForeign(file)) {
      return Optional.empty();
    }
    UUID id = Uuids.next();
    boolean noted = known.noted().contains(key);
    boolean held =
        noted
            ? notes.takeOverLease(sql, id, to, key, lease)
            : notes.insertLease(sql, id, to, key, lease);
    return held
        ? Optional.of(new Piece(file, id, noted, known.late().contains(key)))
        : Optional.empty();
  }
}
