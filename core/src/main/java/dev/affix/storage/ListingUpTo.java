package dev.affix.storage;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The beginning of a listing, up to and with a key. */
final class ListingUpTo implements Iterator<StoredObject> {
  private final Iterator<StoredObject> objects;
  private final StorageKey last;
  private @Nullable StoredObject next;

  ListingUpTo(Iterator<StoredObject> objects, StorageKey last) {
    this.objects = objects;
    this.last = last;
    this.next = advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public StoredObject next() {
    StoredObject current = next;
    if (current == null) {
      throw new NoSuchElementException();
    }
    next = advance();
    return current;
  }

  private @Nullable StoredObject advance() {
    if (!objects.hasNext()) {
      return null;
    }
    StoredObject object = objects.next();
    return object.key().compareTo(last) <= 0 ? object : null;
  }
}
