package dev.affix.internal.attaching;

import dev.affix.internal.handles.Binding;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.Links;
import dev.affix.internal.handles.OwnerSession;
import dev.affix.internal.handles.Rooms;
import dev.affix.internal.handles.Source;
import dev.affix.internal.loading.Loading;
import dev.affix.internal.mapping.OwnerMapping;
import dev.affix.internal.rows.AttachmentRow;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.Staging;
import dev.affix.lifecycle.AttachmentListener;
import java.util.Collection;
import java.util.List;

/** What handles call: both directions of change, and loading. */
public final class Transitions implements Rooms {
  private final Attaching attaching;
  private final Detaching detaching;
  private final Loading loading;
  private final Links links;

  /**
   * @param services names of all storage services
   * @param deletionsDue a hint that there may be something to delete; returns at once
   */
  public Transitions(
      Tables tables,
      Collection<String> services,
      Staging staging,
      Loading loading,
      Links links,
      List<AttachmentListener> listeners,
      Runnable deletionsDue,
      FieldValidator validator,
      AttachPolicy policy) {
    Dropping dropping = new Dropping(tables, services);
    Aftermath aftermath = new Aftermath(listeners, deletionsDue);
    this.attaching = new Attaching(tables, staging, dropping, aftermath, validator, policy);
    this.detaching = new Detaching(tables, dropping, aftermath);
    this.loading = loading;
    this.links = links;
  }

  @Override
  public void load(Handle handle, Binding binding) {
    loading.load(handle, binding);
  }

  @Override
  public void attach(Handle handle, Binding binding, Source source) {
    attaching.attach(handle, binding, source);
  }

  @Override
  public void detach(Handle handle, Binding binding, List<AttachmentRow> rows) {
    detaching.detach(handle, binding, rows);
  }

  @Override
  public void purge(Handle handle, Binding binding, List<AttachmentRow> rows) {
    detaching.purge(handle, binding, rows);
  }

  @Override
  public void reorder(Handle handle, Binding binding, List<AttachmentRow> order) {
    detaching.reorder(handle, binding, order);
  }

  @Override
  public Links links() {
    return links;
  }

  /** The owner's row is deleted in this transaction; everything attached to it is purged. */
  public void ownerRemoved(
      OwnerMapping owner, String ownerId, OwnerSession session, List<Handle> handles) {
    detaching.ownerRemoved(owner, ownerId, session, handles);
  }
}
