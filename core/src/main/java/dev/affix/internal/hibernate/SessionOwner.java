package dev.affix.internal.hibernate;

import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.HandleFields;
import dev.affix.internal.handles.OwnerSession;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.rows.OwnerRow;
import dev.affix.internal.rows.Sql;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.TableDetails;
import org.hibernate.persister.entity.EntityPersister;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Hibernate session as handles see it. */
record SessionOwner(SharedSessionContractImplementor session, ActiveUnit unit)
    implements OwnerSession {
  private static final Logger LOG = LoggerFactory.getLogger(SessionOwner.class);

  @Override
  public boolean manages(Object owner) {
    return session.isOpenOrWaitingForAutoClose()
        && session.getPersistenceContextInternal().getEntry(owner) != null;
  }

  @Override
  public boolean isInTransaction() {
    return session.isTransactionInProgress();
  }

  @Override
  public Sql sql() {
    return new Sql(new UserStatements(session), unit.dialect());
  }

  @Override
  public Optional<OwnerRow> ownerRow(Object owner) {
    EntityEntry entry = session.getPersistenceContextInternal().getEntry(owner);
    if (entry == null || !entry.isExistsInDatabase()) {
      return Optional.empty();
    }
    EntityPersister persister = entry.getPersister();
    TableDetails table = persister.getIdentifierTableDetails();
    List<Object> id = new ArrayList<>();
    persister
        .getIdentifierMapping()
        .breakDownJdbcValues(
            entry.getId(),
            (index, value, column) ->
                id.add(column.getJdbcMapping().convertToRelationalValue(value)),
            session);
    List<String> columns =
        table.getKeyDetails().getKeyColumns().stream()
            .map(TableDetails.KeyColumn::getColumnName)
            .toList();
    return Optional.of(new OwnerRow(table.getTableName(), columns, id));
  }

  @Override
  public Object identity() {
    return session;
  }

  @Override
  public List<Handle> unloaded(AttachmentMapping attachment) {
    List<Handle> handles = new ArrayList<>();
    for (Map.Entry<Object, EntityEntry> entry :
        session.getPersistenceContextInternal().reentrantSafeEntityEntries()) {
      Object entity = entry.getKey();
      unit.mappings()
          .of(entry.getValue().getPersister().getMappedClass())
          .filter(owner -> owner.ownerType().equals(attachment.ownerType()))
          .flatMap(owner -> owner.attachment(attachment.name()))
          .map(mapping -> HandleFields.of(mapping, entity))
          .filter(handle -> !handle.isLoaded() && isBoundHere(handle))
          .ifPresent(handles::add);
    }
    return handles;
  }

  private boolean isBoundHere(Handle handle) {
    return handle
        .binding()
        .filter(b -> b.session() != null && b.session().identity() == session)
        .isPresent();
  }

  @Override
  public void onCompletion(Completion completion) {
    session
        .getTransactionCoordinator()
        .getLocalSynchronizations()
        .registerSynchronization(
            new Synchronization() {
              @Override
              public void beforeCompletion() {}

              @Override
              public void afterCompletion(int status) {
                settle(completion, status);
              }
            });
  }

  /** An exception out of here would reach the user as a failed commit, although it succeeded. */
  private static void settle(Completion completion, int status) {
    try {
      if (status == Status.STATUS_COMMITTED) {
        completion.committed();
      } else {
        completion.notCommitted();
      }
    } catch (RuntimeException e) {
      LOG.error("After the transaction (status {}) something failed; the data is safe", status, e);
    }
  }
}
