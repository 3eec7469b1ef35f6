package dev.affix.internal.moving;

import dev.affix.internal.moving.Cargo.Piece;
import dev.affix.internal.rows.DeletionRows;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.rows.VariantRows.VariantRow;
import dev.affix.model.Blob;
import dev.affix.model.BlobState;
import dev.affix.model.StoredFile;
import dev.affix.model.VariantRecord.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the rows name the new place, if they are still as they were when the bytes were copied; the
 * lock on the blob decides. Old places that Affix owns get a note, due after the grace time.
 */
final class Switching {
  private final Tables tables;
  private final Leasing leasing;
  private final MoveOrder order;

  Switching(Tables tables, Leasing leasing, MoveOrder order) {
    this.tables = tables;
    this.leasing = leasing;
    this.order = order;
  }

  /** A lease ran out: the transaction must not commit, since the object may be going. */
  static final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLost(Blob blob) {
      super("The lease on the new place of " + blob + " ran out");
    }
  }

  /**
   * Switches one blob.
   *
   * @param there pieces that an earlier try had brought
   * @throws LeaseLost and then the transaction is to be rolled back
   */
  Outcome apply(Sql sql, Cargo cargo, int there) {
    Optional<Blob> now = tables.blobs().lock(sql, cargo.blob().id());
    if (now.isEmpty() || !now.get().file().service().equals(order.from())) {
      leasing.giveUp(sql, cargo.pieces());
      return new Outcome.Gone();
    }
    List<VariantRow> variants =
        tables.variants().lockAll(sql, cargo.blob().id()).stream().filter(this::isHere).toList();
    if (now.get().state() == BlobState.STAGED || !isSame(cargo, variants)) {
      leasing.giveUp(sql, cargo.pieces());
      return new Outcome.Again(
          new Outcome.Skipped(cargo.blob() + ": it changed while it was copied"));
    }
    if (!leasing.end(sql, cargo.pieces())) {
      throw new LeaseLost(cargo.blob());
    }
    relocate(sql, cargo, variants);
    return new Outcome.Moved(cargo.pieces().size(), there, cargo.bytes());
  }

  private void relocate(Sql sql, Cargo cargo, List<VariantRow> variants) {
    Blob blob = cargo.blob();
    tables.blobs().relocate(sql, blob.id(), order.from(), order.to());
    if (!variants.isEmpty()) {
      tables.variants().relocateReady(sql, blob.id(), order.from(), order.to());
    }
    for (Piece piece : cargo.pieces()) {
      leave(sql, piece.file(), order.grace());
    }
    for (VariantRow variant : variants) {
      if (variant.state() != State.READY) {
        // Whoever was making it died or gave up; it is made anew, where the blob is now.
        tables.variants().forget(sql, variant.id());
        leave(sql, variant.file(), whenArrived(order.grace()));
      }
    }
  }

  /** Adopted files are not Affix's to delete. */
  private void leave(Sql sql, StoredFile file, Duration grace) {
    if (file.owned()) {
      tables.deletions().insert(sql, file, Reason.MOVED, grace);
    }
  }

  /** Whoever was making it may have asked the store for it without an answer. */
  private static Duration whenArrived(Duration grace) {
    return grace.compareTo(DeletionRows.ON_ITS_WAY) < 0 ? DeletionRows.ON_ITS_WAY : grace;
  }

  private boolean isHere(VariantRow variant) {
    return variant.file().service().equals(order.from());
  }

  /**
   * Whether what is READY is what was copied, and nothing is being made; what waits after a fault
   * is not, and a move does not wait for it.
   */
  private static boolean isSame(Cargo cargo, List<VariantRow> variants) {
    List<StoredFile> copied =
        new ArrayList<>(
            cargo.pieces().subList(1, cargo.pieces().size()).stream().map(Piece::file).toList());
    for (VariantRow variant : variants) {
      if (variant.making() || (variant.state() == State.READY && !copied.remove(variant.file()))) {
        return false;
      }
    }
    return copied.isEmpty();
  }
}
