package dev.affix.disk;

import dev.affix.storage.StoredObject;
import java.util.Iterator;

/** Two walks as one, in order. */
final class MergedWalk implements Iterator<StoredObject> {
  private final Walk one;
  private final Walk other;

  MergedWalk(Walk one, Walk other) {
    this.one = one;
    this.other = other;
  }

  @Override
  public boolean hasNext() {
    return one.hasNext() || other.hasNext();
  }

  @Override
  public StoredObject next() {
    StoredObject first = one.peek();
    StoredObject second = other.peek();
    boolean takesFirst =
        first != null && (second == null || first.key().compareTo(second.key()) < 0);
    return takesFirst ? one.next() : other.next();
  }
}
