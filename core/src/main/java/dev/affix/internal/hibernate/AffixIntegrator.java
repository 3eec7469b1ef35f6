package dev.affix.internal.hibernate;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.integrator.spi.Integrator;

/** Listens to every persistence unit. Loaded by Hibernate. */
public final class AffixIntegrator implements Integrator {
  @Override
  public void integrate(
      Metadata metadata, BootstrapContext context, SessionFactoryImplementor factory) {
    UnitListener listener = new UnitListener(BootModel.of(metadata, factory));
    EventListenerRegistry registry = factory.getEventEngine().getListenerRegistry();
    // Before the user's own @PostLoad, which may read handles.
    registry.prependListeners(EventType.POST_LOAD, listener);
    registry.appendListeners(EventType.PERSIST, listener);
    registry.appendListeners(EventType.PERSIST_ONFLUSH, listener);
    registry.appendListeners(EventType.MERGE, listener);
    registry.appendListeners(EventType.REFRESH, listener);
    registry.appendListeners(EventType.PRE_INSERT, listener);
    registry.appendListeners(EventType.PRE_UPDATE, listener);
    registry.appendListeners(EventType.PRE_UPSERT, listener);
    registry.appendListeners(EventType.POST_DELETE, listener);
  }
}
