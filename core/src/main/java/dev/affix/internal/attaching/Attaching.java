package dev.affix.internal.attaching;

import dev.affix.AffixException;
import dev.affix.BlobGoneException;
import dev.affix.ConcurrentAttachException;
import dev.affix.StagedBlobUsedException;
import dev.affix.UploadRejectedException;
import dev.affix.internal.Uuids;
import dev.affix.internal.handles.Binding;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.OwnerSession;
import dev.affix.internal.handles.Source;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.FileFacts;
import dev.affix.internal.rows.AttachmentRow;
import dev.affix.internal.rows.AttachmentRows.Occupant;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.OwnerRow;
import dev.affix.internal.rows.Slot;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.Staging;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.model.Blob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Attach, share and replace. */
final class Attaching {
  private final Tables tables;
  private final Staging staging;
  private final Dropping dropping;
  private final Aftermath aftermath;
  private final FieldValidator validator;
  private final AttachPolicy policy;

  Attaching(
      Tables tables,
      Staging staging,
      Dropping dropping,
      Aftermath aftermath,
      FieldValidator validator,
      AttachPolicy policy) {
    this.tables = tables;
    this.staging = staging;
    this.dropping = dropping;
    this.aftermath = aftermath;
    this.validator = validator;
    this.policy = policy;
  }

  void attach(Handle handle, Binding binding, Source source) {
    OwnerSession session = Writing.session(handle, binding, "attach to");
    checkLimits(handle, binding.mapping(), source);
    Blob blob = blobOf(source, binding);
    try {
      checkConstraints(handle, binding, blob);
    } catch (RuntimeException e) {
      discardIfFresh(source, blob);
      throw e;
    }
    List<AttachmentEvent> events;
    try {
      events = write(handle, binding, session, source, blob);
    } catch (RuntimeException e) {
      // Only the end of the transaction lets go of the blob's row.
      aftermath.either(session, () -> discardIfFresh(source, blob));
      throw e;
    }
    aftermath.of(session, () -> rolledBack(handle, source, blob), events);
  }

  private List<AttachmentEvent> write(
      Handle handle, Binding binding, OwnerSession session, Source source, Blob blob) {
    Sql sql = session.sql();
    claim(sql, source, blob, binding);
    try {
      return place(handle, binding, session, blob).stream().toList();
    } catch (ConcurrentAttachException e) {
      release(sql, source, blob);
      throw e;
    }
  }

  private void rolledBack(Handle handle, Source source, Blob blob) {
    handle.forget();
    discardIfFresh(source, blob);
  }

  private void discardIfFresh(Source source, Blob blob) {
    if (source instanceof Source.Fresh) {
      staging.discardLater(blob);
    }
  }

  /** The blob to attach; an upload is staged for it, on a connection of its own. */
  private Blob blobOf(Source source, Binding binding) {
    return switch (source) {
      case Source.Fresh fresh -> {
        if (policy.stagedOnly()) {
          throw new AffixException(
              "%s: attaching an upload inside a transaction is forbidden here; call"
                      .formatted(binding)
                  + " affix.stage(upload) before the transaction and attach the staged blob");
        }
        yield staging.stage(fresh.upload(), binding.mapping());
      }
      case Source.Staged staged -> staged.blob();
      case Source.Shared shared -> shared.blob();
    };
  }

  /** The compare-and-set that says whose the blob is. */
  private void claim(Sql sql, Source source, Blob blob, Binding binding) {
    if (source instanceof Source.Shared) {
      if (!tables.blobs().share(sql, blob.id())) {
        throw new BlobGoneException(
            "%s cannot be attached to %s: it was purged meanwhile, or is only staged"
                .formatted(blob, binding));
      }
    } else if (!tables.blobs().store(sql, blob.id())) {
      throw new StagedBlobUsedException(
          "%s cannot be attached to %s: it was attached already or has expired; stage the upload again"
              .formatted(blob, binding));
    }
  }

  /** Undoes the claim, for callers who catch the exception and commit. */
  private void release(Sql sql, Source source, Blob blob) {
    if (source instanceof Source.Shared) {
      tables.blobs().retain(sql, blob.id());
    } else {
      tables.blobs().stageAgain(sql, blob.id(), blob.expiresAt().orElseThrow());
    }
  }

  private static void checkLimits(Handle handle, AttachmentMapping mapping, Source source) {
    List<FileFacts> files = new ArrayList<>();
    if (mapping.many() && mapping.limits().maxCount().isPresent()) {
      handle.rows().stream()
          .map(AttachmentRow::blob)
          .filter(present -> !isOf(source, present))
          .forEach(present -> files.add(FileFacts.of(present)));
    }
    files.add(source.facts());
    mapping
        .limits()
        .faultOf(files)
        .or(() ->
            source instanceof Source.Fresh
                ? Optional.empty()
                : mapping.limits().faultOfStored(source.facts()))
        .ifPresent(fault -> {
          throw new UploadRejectedException(mapping + ": " + fault);
        });
  }

  /** Whether it is this very blob that comes, and so no further file. */
  private static boolean isOf(Source source, Blob present) {
    return source instanceof Source.Shared shared && shared.blob().equals(present);
  }

  /** Shows the handle to the application's own constraints as it is going to be. */
  private void checkConstraints(Handle handle, Binding binding, Blob blob) {
    Optional<List<AttachmentRow>> before = handle.known();
    List<AttachmentRow> candidate = new ArrayList<>();
    if (binding.mapping().many()) {
      before.ifPresent(candidate::addAll);
      candidate.removeIf(row -> row.blob().equals(blob));
    }
    candidate.add(new AttachmentRow(Uuids.next(), binding.ownerId(), Long.MAX_VALUE, blob));
    handle.loaded(candidate);
    try {
      validator.validate(handle.owner(), binding.mapping().field().getName());
    } finally {
      before.ifPresentOrElse(handle::loaded, handle::forget);
    }
  }

  private Optional<AttachmentEvent> place(
      Handle handle, Binding binding, OwnerSession session, Blob blob) {
    AttachmentMapping mapping = binding.mapping();
    Optional<AttachmentRow> known =
        mapping.many()
            ? Optional.empty()
            : handle.known().flatMap(rows -> rows.stream().findFirst());
    if (known.isPresent()) {
      AttachmentRow row = known.get();
      // That it holds this very blob already is no reason to believe the handle: somebody may have
      // detached it since it was loaded.
      if (!row.blob().equals(blob)
          && tables.attachments().swap(session.sql(), row.id(), row.blob().id(), blob.id())) {
        return Optional.of(
            replaced(handle, binding, session.sql(), row.withBlob(blob), row.blob().id()));
      }
    } else {
      Optional<AttachmentEvent> inserted = insert(handle, binding, session, blob);
      if (inserted.isPresent()) {
        return inserted;
      }
    }
    return contend(handle, binding, session, blob);
  }

  private Optional<AttachmentEvent> insert(
      Handle handle, Binding binding, OwnerSession session, Blob blob) {
    AttachmentRow row = newRow(binding, blob);
    Slot slot = binding.mapping().slot(binding.ownerId(), blob.id());
    OwnerRow owner = session.ownerRow(handle.owner()).orElse(null);
    return tables.attachments().insertIfFree(session.sql(), slot, row, Instant.now(), owner)
        ? Optional.of(attached(handle, binding, row))
        : Optional.empty();
  }

  /** Somebody else changed the slot, or removed the owner: lock it and look again, once. */
  private Optional<AttachmentEvent> contend(
      Handle handle, Binding binding, OwnerSession session, Blob blob) {
    Slot slot = binding.mapping().slot(binding.ownerId(), blob.id());
    Optional<Occupant> occupant = tables.attachments().lock(session.sql(), slot);
    if (occupant.isEmpty()) {
      return Optional.of(
          insert(handle, binding, session, blob)
              .orElseThrow(() ->
                  new ConcurrentAttachException(
                      binding
                          + " is being changed by another transaction, or its owner was removed;"
                          + " load the owner again and retry")));
    }
    Occupant now = occupant.get();
    if (now.blobId().equals(blob.id())) {
      handle.forget();
      return Optional.empty();
    }
    if (!tables.attachments().swap(session.sql(), now.id(), now.blobId(), blob.id())) {
      throw new ConcurrentAttachException(
          binding + " is being changed by another transaction; load the owner again and retry");
    }
    AttachmentRow row = new AttachmentRow(now.id(), binding.ownerId(), now.position(), blob);
    return Optional.of(replaced(handle, binding, session.sql(), row, now.blobId()));
  }

  private AttachmentEvent attached(Handle handle, Binding binding, AttachmentRow row) {
    if (!binding.mapping().many()) {
      handle.loaded(List.of(row));
    } else {
      handle
          .known()
          .ifPresent(rows -> {
            List<AttachmentRow> more = new ArrayList<>(rows);
            more.add(row);
            handle.loaded(more);
          });
    }
    return new AttachmentEvent.Attached(
        binding.mapping().ownerType(), binding.ownerId(), binding.mapping().name(), row.blob());
  }

  private AttachmentEvent replaced(
      Handle handle, Binding binding, Sql sql, AttachmentRow row, UUID previous) {
    List<Blob> dropped = dropping.drop(sql, List.of(previous), Reason.REPLACED, policy.grace());
    handle.loaded(List.of(row));
    AttachmentMapping mapping = binding.mapping();
    return dropped.isEmpty()
        ? new AttachmentEvent.Attached(
            mapping.ownerType(), binding.ownerId(), mapping.name(), row.blob())
        : new AttachmentEvent.Replaced(
            mapping.ownerType(), binding.ownerId(), mapping.name(), row.blob(), dropped.get(0));
  }

  private static AttachmentRow newRow(Binding binding, Blob blob) {
    long position = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    return new AttachmentRow(Uuids.next(), binding.ownerId(), position, blob);
  }
}
