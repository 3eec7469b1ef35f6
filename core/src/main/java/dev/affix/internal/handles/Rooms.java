package dev.affix.internal.handles;

import dev.affix.internal.rows.AttachmentRow;
import java.util.List;

/** What does the work for a bound handle. */
public interface Rooms {

  /** Fills the handle, and those of its siblings in the session. */
  void load(Handle handle, Binding binding);

  void attach(Handle handle, Binding binding, Source source);

  /** Removes these rows; the blobs stay. */
  void detach(Handle handle, Binding binding, List<AttachmentRow> rows);

  /** Removes these rows, and the blobs that nothing else refers to. */
  void purge(Handle handle, Binding binding, List<AttachmentRow> rows);

  /** Puts all of the handle's rows into this order. */
  void reorder(Handle handle, Binding binding, List<AttachmentRow> order);

  Links links();
}
