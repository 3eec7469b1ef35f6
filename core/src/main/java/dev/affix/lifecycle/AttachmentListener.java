package dev.affix.lifecycle;

/** Told of every attachment event. Called on the thread that caused it, or that commits. */
public interface AttachmentListener {

  /**
   * Inside the user's transaction, after the rows were written. An exception fails the operation
   * and, as usual, the transaction.
   */
  default void inTransaction(AttachmentEvent event) {}

  /**
   * After the commit, once for each event; not after a rollback. What a rollback to a savepoint
   * took back is told all the same, since no one tells Affix of that: look at the rows if it
   * matters. Nothing can be undone any more, so exceptions are logged and go no further. Must be
   * quick and open no transaction on this thread.
   */
  default void afterCommit(AttachmentEvent event) {}
}
