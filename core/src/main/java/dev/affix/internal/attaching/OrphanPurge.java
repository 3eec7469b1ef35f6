package dev.affix.internal.attaching;

import dev.affix.internal.rows.AttachmentRows.Owned;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.lifecycle.AttachmentListener;
import dev.affix.model.Blob;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Purges attachments whose owners went without a word, as the owners' removal would have. */
public final class OrphanPurge {
  private final Tables tables;
  private final Dropping dropping;
  private final List<AttachmentListener> listeners;

  /**
   * @param services names of all storage services
   */
  public OrphanPurge(
      Tables tables, Collection<String> services, List<AttachmentListener> listeners) {
    this.tables = tables;
    this.dropping = new Dropping(tables, services);
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Removes the attachment, and its blob if nothing else refers to that.
   *
   * @param grace how long its files stay
   * @return what to tell after the commit; empty if the attachment is gone or another by now
   */
  public Optional<AttachmentEvent> purge(Sql sql, Owned attachment, Duration grace) {
    if (!tables.attachments().delete(sql, attachment)) {
      return Optional.empty();
    }
    List<Blob> blobs = dropping.drop(sql, List.of(attachment.blobId()), Reason.PURGED, grace);
    return blobs.stream()
        .findFirst()
        .map(blob ->
            new AttachmentEvent.Purged(
                attachment.ownerType(), attachment.ownerId(), attachment.name(), blob));
  }

  /** Tells the listeners; the transaction is committed. */
  public void tell(AttachmentEvent event) {
    listeners.forEach(listener -> Aftermath.tell(listener, event));
  }
}
