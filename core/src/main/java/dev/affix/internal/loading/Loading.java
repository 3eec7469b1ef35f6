package dev.affix.internal.loading;

import dev.affix.AffixException;
import dev.affix.internal.handles.Binding;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.OwnerSession;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.rows.AttachmentRow;
import dev.affix.internal.rows.AttachmentRows;
import dev.affix.internal.rows.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads attachments for many owners at once: the first read of a handle fills the handles of that
 * attachment of every owner in the session, in chunks of {@value AttachmentRows#CHUNK}, without
 * flushing.
 */
public final class Loading {
  private final AttachmentRows attachments;
  private final Strictness strictness;

  public Loading(AttachmentRows attachments, Strictness strictness) {
    this.attachments = attachments;
    this.strictness = strictness;
  }

  /** Fills the handle, and those of its siblings in the session. */
  public void load(Handle handle, Binding binding) {
    OwnerSession session = binding.session();
    if (session == null || !session.manages(handle.owner())) {
      throw new AffixException(
          binding
              + " was not loaded before its owner was detached (session closed or cleared); read it"
              + " earlier, or call affix.preload(owners, \""
              + binding.mapping().name()
              + "\")");
    }
    List<Handle> batch = session.unloaded(binding.mapping());
    strictness.check(session, binding, batch.size());
    fill(session.sql(), binding.mapping(), batch);
  }

  /** Fills these bound handles of one attachment. */
  public void fill(Sql sql, AttachmentMapping mapping, Collection<Handle> handles) {
    Map<String, List<Handle>> byOwner = new HashMap<>();
    for (Handle handle : handles) {
      String ownerId = handle.binding().orElseThrow().ownerId();
      byOwner.computeIfAbsent(ownerId, id -> new ArrayList<>(1)).add(handle);
    }
    Map<String, List<AttachmentRow>> found = find(sql, mapping, byOwner.keySet());
    byOwner.forEach((ownerId, same) ->
        same.forEach(handle -> handle.loaded(found.getOrDefault(ownerId, List.of()))));
  }

  /** The attachments of these owners by owner id, in order; owners without any are absent. */
  public Map<String, List<AttachmentRow>> find(
      Sql sql, AttachmentMapping mapping, Collection<String> ownerIds) {
    Map<String, List<AttachmentRow>> found = new HashMap<>();
    List<String> ids = List.copyOf(ownerIds);
    for (int from = 0; from < ids.size(); from += AttachmentRows.CHUNK) {
      List<String> chunk = ids.subList(from, Math.min(ids.size(), from + AttachmentRows.CHUNK));
      for (AttachmentRow row : attachments.load(sql, mapping.ownerType(), mapping.name(), chunk)) {
        found.computeIfAbsent(row.ownerId(), id -> new ArrayList<>(1)).add(row);
      }
    }
    return found;
  }
}
