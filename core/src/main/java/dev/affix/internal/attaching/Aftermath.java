package dev.affix.internal.attaching;

import dev.affix.internal.handles.OwnerSession;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.lifecycle.AttachmentListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows a transition when its transaction is over: listeners are told and deletions hinted
 * at after a commit; otherwise the handle forgets what it believed. Rows already say all that must
 * happen, so everything here may be lost.
 */
final class Aftermath {
  private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

  private final List<AttachmentListener> listeners;
  private final Runnable deletionsDue;

  /**
   * @param deletionsDue a hint that there may be something to delete; returns at once
   */
  Aftermath(List<AttachmentListener> listeners, Runnable deletionsDue) {
    this.listeners = List.copyOf(listeners);
    this.deletionsDue = deletionsDue;
  }

  /** Does it when the transaction is over, however it ends. */
  void either(OwnerSession session, Runnable work) {
    session.onCompletion(
        new OwnerSession.Completion() {
          @Override
          public void committed() {
            work.run();
          }

          @Override
          public void notCommitted() {
            work.run();
          }
        });
  }

  /** Tells the listeners now, and once more after the commit. */
  void of(OwnerSession session, Runnable onRollback, List<? extends AttachmentEvent> events) {
    session.onCompletion(
        new OwnerSession.Completion() {
          @Override
          public void committed() {
            if (events.stream().anyMatch(Aftermath::leavesFiles)) {
              deletionsDue.run();
            }
            events.forEach(event -> listeners.forEach(listener -> tell(listener, event)));
          }

          @Override
          public void notCommitted() {
            onRollback.run();
          }
        });
    events.forEach(event -> listeners.forEach(listener -> listener.inTransaction(event)));
  }

  /** One listener's fault is no reason to keep the event from the others. */
  static void tell(AttachmentListener listener, AttachmentEvent event) {
    try {
      listener.afterCommit(event);
    } catch (RuntimeException e) {
      LOG.error("{} failed after the commit at {}; the data is safe", listener, event, e);
    }
  }

  private static boolean leavesFiles(AttachmentEvent event) {
    return event instanceof AttachmentEvent.Purged || event instanceof AttachmentEvent.Replaced;
  }
}
