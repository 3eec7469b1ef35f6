package dev.affix.internal.housekeeping;

import dev.affix.lifecycle.Deletions;

/** Whether this node deletes objects. */
public final class DeletionSwitch implements Deletions {
  private volatile boolean paused;

  public DeletionSwitch(boolean paused) {
    this.paused = paused;
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
  }

  @Override
  public boolean arePaused() {
    return paused;
  }
}
