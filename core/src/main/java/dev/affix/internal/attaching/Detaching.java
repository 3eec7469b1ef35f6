package dev.affix.internal.attaching;

import dev.affix.internal.handles.Binding;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.OwnerSession;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.OwnerMapping;
import dev.affix.internal.rows.AttachmentRow;
import dev.affix.internal.rows.AttachmentRows.Occupant;
import dev.affix.internal.rows.AttachmentRows.Owned;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.model.Blob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Detach, purge, reorder, and what follows when an owner is removed. */
final class Detaching {
  private final Tables tables;
  private final Dropping dropping;
  private final Aftermath aftermath;

  Detaching(Tables tables, Dropping dropping, Aftermath aftermath) {
    this.tables = tables;
    this.dropping = dropping;
    this.aftermath = aftermath;
  }

  /** Removes these rows; the blobs stay, retained where nothing else refers to them. */
  void detach(Handle handle, Binding binding, List<AttachmentRow> rows) {
    OwnerSession session = Writing.session(handle, binding, "detach from");
    Sql sql = session.sql();
    List<AttachmentEvent> events = new ArrayList<>();
    for (UUID blobId : Dropping.inLockOrder(remove(binding, sql, rows))) {
      if (tables.blobs().lock(sql, blobId).isPresent()) {
        tables.blobs().retain(sql, blobId);
        tables.blobs().find(sql, blobId).ifPresent(blob -> events.add(detached(binding, blob)));
      }
    }
    afterRemoval(handle, session, rows, events);
  }

  /** Removes these rows, and the blobs that nothing else refers to. */
  void purge(Handle handle, Binding binding, List<AttachmentRow> rows) {
    OwnerSession session = Writing.session(handle, binding, "purge");
    Sql sql = session.sql();
    List<UUID> blobIds = remove(binding, sql, rows);
    List<Blob> blobs = dropping.drop(sql, blobIds, Reason.PURGED, Duration.ZERO);
    afterRemoval(
        handle,
        session,
        rows,
        blobs.stream().map(blob -> purged(binding.mapping(), binding.ownerId(), blob)).toList());
  }

  /** Puts the handle's files into this order. */
  void reorder(Handle handle, Binding binding, List<AttachmentRow> order) {
    OwnerSession session = Writing.session(handle, binding, "reorder");
    List<Long> positions = handle.rows().stream().map(AttachmentRow::position).toList();
    List<AttachmentRow> moved = new ArrayList<>();
    List<AttachmentRow> changed = new ArrayList<>();
    long previous = Long.MIN_VALUE;
    for (int i = 0; i < order.size(); i++) {
      long position = Math.max(positions.get(i), previous + 1);
      AttachmentRow row = order.get(i).withPosition(position);
      if (position != order.get(i).position()) {
        changed.add(row);
      }
      moved.add(row);
      previous = position;
    }
    // Every transaction locks them in this order, lest two that reorder wait for each other.
    changed.sort(Comparator.comparing(row -> row.id().toString()));
    changed.forEach(row -> tables.attachments().move(session.sql(), row.id(), row.position()));
    handle.loaded(moved);
    aftermath.of(session, handle::forget, List.of());
  }

  /** The owner's row is deleted in this transaction; everything attached to it is purged. */
  void ownerRemoved(
      OwnerMapping owner, String ownerId, OwnerSession session, List<Handle> handles) {
    handles.forEach(handle -> handle.loaded(List.of())); // it may be persisted again
    List<String> names = owner.attachments().stream().map(AttachmentMapping::name).toList();
    Sql sql = session.sql();
    List<Owned> attached = tables.attachments().lockAllOf(sql, owner.ownerType(), ownerId, names);
    if (!attached.isEmpty()) {
      tables.attachments().deleteAllOf(sql, owner.ownerType(), ownerId, names);
    }
    List<UUID> blobIds = attached.stream().map(Owned::blobId).toList();
    List<Blob> blobs = dropping.drop(sql, blobIds, Reason.PURGED, Duration.ZERO);
    List<AttachmentEvent> events = new ArrayList<>();
    for (Owned row : attached) {
      blobs.stream()
          .filter(blob -> blob.id().equals(row.blobId()))
          .map(blob -> new AttachmentEvent.Purged(owner.ownerType(), ownerId, row.name(), blob))
          .forEach(events::add);
    }
    aftermath.of(session, () -> handles.forEach(Handle::forget), events);
  }

  /** Deletes the rows and returns the blobs they pointed at, whatever that is by now. */
  private List<UUID> remove(Binding binding, Sql sql, List<AttachmentRow> rows) {
    List<UUID> blobIds = new ArrayList<>();
    for (AttachmentRow row : rows) {
      boolean gone = delete(binding, sql, row.id(), row.blob().id());
      if (gone) {
        blobIds.add(row.blob().id());
      }
      // Somebody replaced it, or it hid what stands in the slot under a name of before.
      if (gone
          ? tables.attachments().isRenamed(binding.mapping().ownerType())
          : !binding.mapping().many()) {
        Optional<Occupant> now =
            tables
                .attachments()
                .lock(sql, binding.mapping().slot(binding.ownerId(), row.blob().id()));
        now.filter(o -> delete(binding, sql, o.id(), o.blobId()))
            .ifPresent(o -> blobIds.add(o.blobId()));
      }
    }
    return blobIds;
  }

  private boolean delete(Binding binding, Sql sql, UUID id, UUID blobId) {
    AttachmentMapping mapping = binding.mapping();
    return tables
        .attachments()
        .delete(sql, new Owned(id, blobId, mapping.ownerType(), binding.ownerId(), mapping.name()));
  }

  private void afterRemoval(
      Handle handle,
      OwnerSession session,
      List<AttachmentRow> removed,
      List<? extends AttachmentEvent> events) {
    Set<UUID> gone = removed.stream().map(AttachmentRow::id).collect(Collectors.toSet());
    handle.loaded(handle.rows().stream().filter(row -> !gone.contains(row.id())).toList());
    aftermath.of(session, handle::forget, events);
  }

  private static AttachmentEvent detached(Binding binding, Blob blob) {
    AttachmentMapping mapping = binding.mapping();
    return new AttachmentEvent.Detached(
        mapping.ownerType(), binding.ownerId(), mapping.name(), blob);
  }

  private static AttachmentEvent purged(AttachmentMapping mapping, String ownerId, Blob blob) {
    return new AttachmentEvent.Purged(mapping.ownerType(), ownerId, mapping.name(), blob);
  }
}
