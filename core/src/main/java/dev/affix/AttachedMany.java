package dev.affix;

import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.Source;
import dev.affix.internal.hibernate.LazyOwner;
import dev.affix.internal.rows.AttachmentRow;
import dev.affix.model.Blob;
import java.io.Serial;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;

/**
 * The files of an owner, in order; the value of a {@link HasManyAttached} field. Appending is one
 * insert, whatever is there already, so concurrent appends all succeed.
 *
 * <p>Reads, writes, threads and serialization are as for {@link AttachedOne}.
 */
public final class AttachedMany implements Iterable<AttachedFile>, Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final Handle handle;

  private AttachedMany(Object owner) {
    this.handle = new Handle(owner);
  }

  /** The handle of {@code owner}, always {@code this} of the class that declares the field. */
  public static AttachedMany of(Object owner) {
    return new AttachedMany(owner);
  }

  /** Appends the file that was staged; see {@link AttachedOne#attach(StagedBlob)}. */
  public void attach(StagedBlob staged) {
    handle().attach(new Source.Staged(staged.blob()), true);
  }

  /** Stores and appends in one call; see {@link AttachedOne#attach(Upload)}. */
  public void attach(Upload upload) {
    handle().attach(new Source.Fresh(upload), true);
  }

  /**
   * Appends a file that is attached elsewhere, or was detached; nothing happens if it is here
   * already. See {@link AttachedOne#attach(Blob)}.
   */
  public void attach(Blob blob) {
    handle().attach(new Source.Shared(blob), true);
  }

  /** Removes the file from this owner and keeps it stored. Nothing happens if it is not here. */
  public void detach(AttachedFile file) {
    Handle handle = handle();
    handle.bindingToWrite().ifPresent(b -> b.rooms().detach(handle, b, List.of(file.row())));
  }

  /** Removes all files from this owner and keeps them stored. */
  public void detachAll() {
    Handle handle = handle();
    handle.bindingToWrite().ifPresent(b -> b.rooms().detach(handle, b, handle.rows()));
    handle.takePending();
  }

  /**
   * Removes the file from this owner, and altogether unless it is attached elsewhere. Nothing
   * happens if it is not here.
   */
  public void purge(AttachedFile file) {
    Handle handle = handle();
    handle.bindingToWrite().ifPresent(b -> b.rooms().purge(handle, b, List.of(file.row())));
  }

  /** Removes all files from this owner, and altogether those not attached elsewhere. */
  public void purgeAll() {
    Handle handle = handle();
    handle.bindingToWrite().ifPresent(b -> b.rooms().purge(handle, b, handle.rows()));
    handle.takePending();
  }

  /**
   * Puts the files into this order.
   *
   * @param order the files of this owner, each once
   * @throws IllegalArgumentException if it is not exactly the files that are here
   */
  public void reorder(List<AttachedFile> order) {
    Handle handle = handle();
    List<AttachmentRow> rows = order.stream().map(AttachedFile::row).toList();
    if (rows.size() != handle.rows().size()
        || !new HashSet<>(rows).equals(new HashSet<>(handle.rows()))) {
      throw new IllegalArgumentException(
          "order must hold each of the %d files of %s once".formatted(handle.rows().size(), this));
    }
    handle.bindingToWrite().ifPresent(b -> b.rooms().reorder(handle, b, rows));
  }

  /** The files, in order. */
  public List<AttachedFile> files() {
    Handle handle = handle();
    return handle.rows().stream().map(row -> new AttachedFile(handle, row)).toList();
  }

  /** How many files there are, those that wait for the owner to become persistent included. */
  public int size() {
    Handle handle = handle();
    return handle.rows().size() + handle.pending().size();
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  /** What there is to show, as records. */
  public List<AttachmentView> views() {
    return files().stream().map(AttachedFile::view).toList();
  }

  @Override
  public Iterator<AttachedFile> iterator() {
    return files().iterator();
  }

  /** Never asks the database. */
  @Override
  public String toString() {
    return "AttachedMany" + handle.description();
  }

  private Handle handle() {
    return LazyOwner.bound(handle, this);
  }
}
