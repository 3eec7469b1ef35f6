package dev.affix.lifecycle;

/**
 * The switch of deletions on this node. Whatever is to go is noted in rows as ever, and waits. Safe
 * for use by many threads.
 */
public interface Deletions {

  /**
   * Deletes no more objects until {@link #resume()}; a batch that has begun, of at most 100, is
   * finished. Holds for this node until it ends: pause all nodes, or start them with {@link
   * dev.affix.AffixBuilder#deletesPaused()}.
   */
  void pause();

  /** Deletes again; what is due goes with the next housekeeping. */
  void resume();

  /** Whether they are paused on this node. */
  boolean arePaused();
}
