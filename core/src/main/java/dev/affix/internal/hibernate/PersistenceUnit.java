package dev.affix.internal.hibernate;

import dev.affix.AffixException;
import dev.affix.internal.attaching.Transitions;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.HandleFields;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.EntityClass;
import dev.affix.internal.mapping.Mappings;
import dev.affix.internal.rows.BlobReference;
import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions.ConnectionSource;
import dev.affix.internal.rows.OwnerTable;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Hibernate;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** A session factory, as far as the rest of Affix needs it. Safe for use by many threads. */
public final class PersistenceUnit {
  private final SessionFactoryImplementor factory;
  private final UnitListener listener;

  private PersistenceUnit(SessionFactoryImplementor factory, UnitListener listener) {
    this.factory = factory;
    this.listener = listener;
  }

  /**
   * The unit behind the factory.
   *
   * @throws AffixException if the factory is not Hibernate's, or has an Affix already
   */
  public static PersistenceUnit of(EntityManagerFactory factory) {
    SessionFactoryImplementor hibernate = factory.unwrap(SessionFactoryImplementor.class);
    List<UnitListener> found = new ArrayList<>();
    hibernate
        .getEventEngine()
        .getListenerRegistry()
        .getEventListenerGroup(EventType.POST_LOAD)
        .fireEventOnEachListener(
            found,
            (listener, all) -> {
              if (listener instanceof UnitListener unit) {
                all.add(unit);
              }
            });
    if (found.isEmpty()) {
      throw new AffixException(
          "Hibernate did not load Affix's integrator; affix-core must be visible to the class loader"
              + " that Hibernate looks up services with");
    }
    if (found.get(0).isActive()) {
      throw new AffixException(
          "There is an Affix for this EntityManagerFactory already; share it, or close it first");
    }
    return new PersistenceUnit(hibernate, found.get(0));
  }

  public List<EntityClass> entities() {
    return listener.boot().entities();
  }

  /** Handles that Hibernate maps as columns, each told as a fault. */
  public List<String> mappedHandles() {
    return listener.boot().mappedHandles();
  }

  /** The user's own columns that refer to blobs. */
  public List<BlobReference> blobReferences() {
    return listener.boot().references();
  }

  /** Binds handles from now on. */
  public void activate(Mappings mappings, Transitions transitions, Dialect dialect) {
    listener.activate(new ActiveUnit(mappings, transitions, dialect));
  }

  /** Handles loaded from now on are unbound again. */
  public void deactivate() {
    listener.deactivate();
  }

  /** Hibernate's own connections; empty where they differ by tenant. */
  public Optional<ConnectionSource> connections() {
    ConnectionProvider provider = factory.getServiceRegistry().getService(ConnectionProvider.class);
    return Optional.ofNullable(provider).map(ProvidedConnections::new);
  }

  /**
   * Where owners are, by their type in the rows; only of those types whose ids can be read from
   * text, and of none if tenants have tables of their own.
   */
  public Map<String, OwnerTable> ownerTables(Mappings mappings) {
    if (connections().isEmpty()) {
      return Map.of();
    }
    var reader = new OwnerTables(factory);
    Map<String, OwnerTable> tables = new HashMap<>();
    for (EntityClass entity : entities()) {
      mappings
          .of(entity.type())
          .ifPresent(owner ->
              reader.of(entity.root()).ifPresent(table -> tables.put(owner.ownerType(), table)));
    }
    return Map.copyOf(tables);
  }

  /** Settings of the factory. */
  public Map<String, Object> properties() {
    return factory.getProperties();
  }

  /** The owner itself, loaded if it is a proxy or a reference that was not. */
  public Object real(Object owner) {
    Hibernate.initialize(owner); // of an enhanced class an unloaded reference is the owner itself
    return Hibernate.unproxy(owner);
  }

  /**
   * Id of a persistent owner as canonical text.
   *
   * @throws AffixException if it has none yet
   */
  public String ownerId(Object owner) {
    Object id = factory.getPersistenceUnitUtil().getIdentifier(owner);
    if (id == null) {
      throw new AffixException(
          owner.getClass().getSimpleName() + " has no id yet, so nothing is attached to load");
    }
    return ownerId(owner.getClass(), id);
  }

  /** An id of that class as canonical text. */
  public String ownerId(Class<?> entityClass, Object id) {
    Type type = factory.getMappingMetamodel().getEntityDescriptor(entityClass).getIdentifierType();
    return OwnerIds.text(factory, type, id);
  }

  /** The state behind an owner's handle. */
  public Handle handle(AttachmentMapping mapping, Object owner) {
    return HandleFields.of(mapping, owner);
  }

  private record ProvidedConnections(ConnectionProvider provider) implements ConnectionSource {
    @Override
    public Connection borrow() throws SQLException {
      @Nullable Connection connection = provider.getConnection();
      if (connection == null) {
        throw new SQLException("Hibernate's connection provider gave no connection");
      }
      return connection;
    }

    @Override
    public void giveBack(Connection connection) throws SQLException {
      provider.closeConnection(connection);
    }
  }
}
