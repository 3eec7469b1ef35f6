package dev.affix.internal.attaching;

import dev.affix.internal.rows.DeletionRows;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.rows.VariantRows;
import dev.affix.internal.rows.VariantRows.VariantRow;
import dev.affix.model.Blob;
import dev.affix.model.StoredFile;
import dev.affix.model.VariantRecord.State;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives up blobs that lost a reference: whoever removes the last one deletes the rows and leaves
 * notes for the objects. The lock on the blob and the condition inside the DELETE decide who is
 * last, never a SELECT before it. Several blobs are locked in the order of their ids.
 */
final class Dropping {
  private final Tables tables;
  private final Collection<String> services;

  /**
   * @param services names of all storage services
   */
  Dropping(Tables tables, Collection<String> services) {
    this.tables = tables;
    this.services = services;
  }

  /** The blobs as they were, whether dropped or kept alive by another reference. */
  List<Blob> drop(Sql sql, Collection<UUID> blobIds, Reason reason, Duration delay) {
    return inLockOrder(blobIds).stream()
        .flatMap(id -> drop(sql, id, reason, delay).stream())
        .toList();
  }

  /** The order in which every transaction locks blobs, lest two wait for each other. */
  static List<UUID> inLockOrder(Collection<UUID> blobIds) {
    return blobIds.stream().distinct().sorted(Comparator.comparing(UUID::toString)).toList();
  }

  private Optional<Blob> drop(Sql sql, UUID id, Reason reason, Duration delay) {
    Optional<Blob> locked = tables.blobs().lock(sql, id);
    if (locked.isEmpty()) {
      return locked;
    }
    Blob blob = locked.get();
    List<VariantRow> variants = tables.variants().lockAll(sql, id);
    if (!variants.isEmpty() && tables.variants().deleteUnreferenced(sql, id) == 0) {
      return locked;
    }
    // Noted where they are deleted: a reference without a foreign key may still keep the blob.
    variants.forEach(
        v -> leave(sql, v.file(), reason, v.state() == State.READY ? delay : whenArrived(delay)));
    if (tables.blobs().deleteUnreferenced(sql, id)) {
      leave(sql, blob.file(), reason, delay);
    }
    return locked;
  }

  /**
   * Whoever makes the variant at this moment, or died doing so, or was not answered by the store,
   * may put its object still.
   */
  private static Duration whenArrived(Duration delay) {
    Duration least = VariantRows.LEASE.plus(DeletionRows.ON_ITS_WAY);
    return delay.compareTo(least) < 0 ? least : delay;
  }

  private void leave(Sql sql, StoredFile file, Reason reason, Duration delay) {
    if (file.owned()) {
      tables.deletions().insert(sql, file, reason, delay);
    }
    if (delay.isZero() && services.size() > 1) {
      tables.deletions().hastenMoved(sql, services, file.storageKey());
    }
  }
}
