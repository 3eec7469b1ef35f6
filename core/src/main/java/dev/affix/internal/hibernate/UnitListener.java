package dev.affix.internal.hibernate;

import dev.affix.AffixException;
import dev.affix.AttachmentOwner.OnSoftDelete;
import dev.affix.internal.handles.Binding;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.HandleFields;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.OwnerMapping;
import java.util.List;
import java.util.Optional;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.MergeContext;
import org.hibernate.event.spi.MergeEvent;
import org.hibernate.event.spi.MergeEventListener;
import org.hibernate.event.spi.PersistContext;
import org.hibernate.event.spi.PersistEvent;
import org.hibernate.event.spi.PersistEventListener;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostLoadEvent;
import org.hibernate.event.spi.PostLoadEventListener;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.PreUpsertEventListener;
import org.hibernate.event.spi.RefreshContext;
import org.hibernate.event.spi.RefreshEvent;
import org.hibernate.event.spi.RefreshEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Follows owners through their lives in sessions of one persistence unit. Does nothing until an
 * Affix is built for the unit.
 */
final class UnitListener
    implements PostLoadEventListener,
        PersistEventListener,
        MergeEventListener,
        RefreshEventListener,
        PreInsertEventListener,
        PreUpdateEventListener,
        PreUpsertEventListener,
        PostDeleteEventListener {
  private final BootModel boot;
  private volatile @Nullable ActiveUnit unit;

  UnitListener(BootModel boot) {
    this.boot = boot;
  }

  BootModel boot() {
    return boot;
  }

  boolean isActive() {
    return unit != null;
  }

  void activate(ActiveUnit value) {
    unit = value;
  }

  void deactivate() {
    unit = null;
  }

  @Override
  public void onPostLoad(PostLoadEvent event) {
    Object entity = event.getEntity();
    owner(event.getPersister())
        .ifPresent(
            owner -> bind(owner, entity, event.getPersister(), event.getId(), event.getSession()));
  }

  @Override
  public void onPersist(PersistEvent event) {
    becamePersistent(event.getSession(), event.getObject());
  }

  @Override
  public void onPersist(PersistEvent event, PersistContext context) {
    becamePersistent(event.getSession(), event.getObject());
  }

  @Override
  public void onMerge(MergeEvent event) {
    merged(event.getSession(), event.getOriginal(), event.getResult());
  }

  @Override
  public void onMerge(MergeEvent event, MergeContext context) {
    merged(event.getSession(), event.getOriginal(), event.getResult());
  }

  @Override
  public void onRefresh(RefreshEvent event) {
    refreshed(event.getSession(), event.getObject());
  }

  @Override
  public void onRefresh(RefreshEvent event, RefreshContext context) {
    refreshed(event.getSession(), event.getObject());
  }

  @Override
  public boolean onPreInsert(PreInsertEvent event) {
    refusePending(EventSession.of(event), event.getPersister(), event.getEntity());
    return false;
  }

  @Override
  public boolean onPreUpdate(PreUpdateEvent event) {
    refusePending(EventSession.of(event), event.getPersister(), event.getEntity());
    return false;
  }

  @Override
  public boolean onPreUpsert(PreUpsertEvent event) {
    refusePending(EventSession.of(event), event.getPersister(), event.getEntity());
    return false;
  }

  @Override
  public boolean requiresPostCommitHandling(EntityPersister persister) {
    return false;
  }

  /** A delete by a stateless session is as silent as a bulk delete: it may name no session. */
  @Override
  public void onPostDelete(PostDeleteEvent event) {
    ActiveUnit active = unit;
    EntityPersister persister = event.getPersister();
    SharedSessionContractImplementor session = EventSession.of(event);
    if (active == null || session == null || !session.isEventSource()) {
      return;
    }
    owner(persister)
        .filter(owner ->
            owner.onSoftDelete() == OnSoftDelete.PURGE
                || !boot.softDeleted().contains(owner.entityClass()))
        .ifPresent(owner ->
            active
                .transitions()
                .ownerRemoved(
                    owner,
                    OwnerIds.text(
                        persister.getFactory(), persister.getIdentifierType(), event.getId()),
                    new SessionOwner(session, active),
                    handles(owner, event.getEntity())));
  }

  private void becamePersistent(SharedSessionContractImplementor session, Object object) {
    Object entity = session.getPersistenceContextInternal().unproxy(object);
    EntityEntry entry = session.getPersistenceContextInternal().getEntry(entity);
    if (entry == null) {
      return;
    }
    owner(entry.getPersister())
        .ifPresent(owner -> {
          bindNew(owner, entity, entry, session);
          handles(owner, entity).forEach(Handle::attachPending);
        });
  }

  /** Binds handles that no load bound: the owner was not in the database until now. */
  private void bindNew(
      OwnerMapping owner,
      Object entity,
      EntityEntry entry,
      SharedSessionContractImplementor session) {
    boolean bound =
        handles(owner, entity).stream()
            .allMatch(handle ->
                handle
                    .binding()
                    .filter(b -> b.session() != null && b.session().identity() == session)
                    .isPresent());
    if (bound) {
      return;
    }
    if (!(entry.getId() instanceof Number)
        && entry.getId() instanceof java.io.Serializable delayed
        && delayed.getClass().getName().endsWith("DelayedPostInsertIdentifier")) {
      throw new AffixException(
          "%s has no id yet, since it was persisted outside a transaction; begin one first"
              .formatted(owner.entityClass().getSimpleName()));
    }
    bind(owner, entity, entry.getPersister(), entry.getId(), session);
    handles(owner, entity).forEach(handle -> handle.loaded(List.of()));
  }

  private void merged(
      SharedSessionContractImplementor session, Object original, @Nullable Object result) {
    if (result == null || result == original) {
      return;
    }
    Object from = session.getPersistenceContextInternal().unproxy(original);
    Object to = session.getPersistenceContextInternal().unproxy(result);
    EntityEntry entry = session.getPersistenceContextInternal().getEntry(to);
    if (entry == null || from == to) {
      return;
    }
    owner(entry.getPersister())
        .ifPresent(owner -> {
          bindNew(owner, to, entry, session);
          for (AttachmentMapping attachment : owner.attachments()) {
            Handle target = HandleFields.of(attachment, to);
            HandleFields.of(attachment, from)
                .takePending()
                .forEach(source -> target.attach(source, attachment.many()));
          }
        });
  }

  private void refreshed(SharedSessionContractImplementor session, Object object) {
    Object entity = session.getPersistenceContextInternal().unproxy(object);
    EntityEntry entry = session.getPersistenceContextInternal().getEntry(entity);
    if (entry != null) {
      owner(entry.getPersister())
          .ifPresent(owner -> handles(owner, entity).forEach(Handle::forget));
    }
  }

  /**
   * A stateless session, which Hibernate 7.1 does not even name in its events, has no listener that
   * could attach later, so nothing may wait.
   */
  private void refusePending(
      @Nullable SharedSessionContractImplementor session,
      EntityPersister persister,
      Object entity) {
    if (session != null && session.isEventSource()) {
      return;
    }
    owner(persister)
        .ifPresent(owner -> {
          for (AttachmentMapping attachment : owner.attachments()) {
            if (!HandleFields.of(attachment, entity).pending().isEmpty()) {
              throw new AffixException(
                  attachment
                      + " has a file that waits to be attached, but a stateless session cannot"
                      + " attach it; use a Session, or write the owner without the file");
            }
          }
        });
  }

  private void bind(
      OwnerMapping owner,
      Object entity,
      EntityPersister persister,
      Object id,
      SharedSessionContractImplementor session) {
    ActiveUnit active = unit;
    if (active == null) {
      return;
    }
    String ownerId = OwnerIds.text(persister.getFactory(), persister.getIdentifierType(), id);
    SessionOwner sessionOwner = new SessionOwner(session, active);
    for (AttachmentMapping attachment : owner.attachments()) {
      HandleFields.of(attachment, entity)
          .bind(entity, new Binding(attachment, ownerId, sessionOwner, active.transitions()));
    }
  }

  private Optional<OwnerMapping> owner(EntityPersister persister) {
    ActiveUnit active = unit;
    return active == null ? Optional.empty() : active.mappings().of(persister.getMappedClass());
  }

  private static List<Handle> handles(OwnerMapping owner, Object entity) {
    return owner.attachments().stream()
        .map(attachment -> HandleFields.of(attachment, entity))
        .toList();
  }
}
