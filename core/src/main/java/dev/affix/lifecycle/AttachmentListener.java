package dev.affix.lifecycle;

/** Told of every attachment event. Called on the thread that caused it, or that commits. */
public interface AttachmentListener {

  /**
   * Inside the user's transaction, after the rows were written. An exception fails the operation
   * and, as usual, the transaction.
   */
  default void inTransaction(AttachmentEvent event) {}

  /**
   * After the commit, once for each event; not after a rollback. Nothing can be undone any more, so
   * exceptions are logged and go no further. Must be quick and open no transaction on this thread.
   */
  default void afterCommit(AttachmentEvent event) {}
}
