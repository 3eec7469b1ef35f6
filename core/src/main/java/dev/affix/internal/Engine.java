package dev.affix.internal;

import dev.affix.internal.attaching.FieldValidator;
import dev.affix.internal.attaching.Transitions;
import dev.affix.internal.claims.Claims;
import dev.affix.internal.direct.DirectRoom;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.OwnerSession;
import dev.affix.internal.handles.Rooms;
import dev.affix.internal.hibernate.PersistenceUnit;
import dev.affix.internal.housekeeping.Audit;
import dev.affix.internal.housekeeping.Background;
import dev.affix.internal.housekeeping.DeletionSwitch;
import dev.affix.internal.housekeeping.Housekeeping;
import dev.affix.internal.housekeeping.Repairing;
import dev.affix.internal.loading.Loading;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.Mappings;
import dev.affix.internal.moving.Mover;
import dev.affix.internal.rows.AttachmentRow;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.serving.ProxyHandler;
import dev.affix.internal.staging.Staging;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one Affix, put together.
 *
 * @param pictures null without an image processor
 * @param direct null unless direct uploads were asked for
 */
public record Engine(
    PersistenceUnit unit,
    Mappings mappings,
    Staging staging,
    Loading loading,
    Transitions transitions,
    OwnTransactions transactions,
    Claims claims,
    DeletionSwitch deletions,
    Housekeeping housekeeping,
    Audit audit,
    Mover mover,
    Repairing repairing,
    @Nullable PictureRooms pictures,
    FieldValidator validator,
    ProxyHandler handler,
    @Nullable DirectRoom direct,
    Background background)
    implements AutoCloseable {

  public Rooms rooms() {
    return transitions;
  }

  /** Whether the handle's owner is in an open session. */
  public boolean isManaged(Handle handle) {
    return handle
        .binding()
        .filter(binding -> {
          OwnerSession session = binding.session();
          return session != null && session.manages(handle.owner());
        })
        .isPresent();
  }

  /** Fills these bound handles through a connection of Affix's own. */
  public void fill(AttachmentMapping mapping, Collection<Handle> handles) {
    transactions.run(sql -> loading.fill(sql, mapping, handles));
  }

  /** The attachments of these owners through a connection of Affix's own. */
  public Map<String, List<AttachmentRow>> find(
      AttachmentMapping mapping, Collection<String> ownerIds) {
    return transactions.call(sql -> loading.find(sql, mapping, ownerIds));
  }

  @Override
  public void close() {
    unit.deactivate();
    handler.close();
    validator.close();
    if (pictures != null) {
      pictures.close();
    }
    background.close();
  }
}
