package dev.affix;

import dev.affix.image.Placeholder;
import dev.affix.internal.handles.Handle;
import dev.affix.internal.handles.Source;
import dev.affix.internal.hibernate.LazyOwner;
import dev.affix.internal.rows.AttachmentRow;
import dev.affix.model.Blob;
import java.io.Serial;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The one file of an owner, or none; the value of a {@link HasOneAttached} field.
 *
 * <p>The first read loads this attachment for every owner in the session, in one statement and
 * without flushing. Changes are written at once, in the session's transaction, and never touch the
 * owner's row; on an owner that is not persistent yet they wait for it. Of an owner that exists,
 * but came from a stateless session or none at all, reads and removals throw an {@link
 * AffixException}. As little safe for use by several threads as the owner. Equal to itself only;
 * serialized it keeps what was loaded.
 */
public final class AttachedOne implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final Handle handle;

  private AttachedOne(Object owner) {
    this.handle = new Handle(owner);
  }

  /** The handle of {@code owner}, always {@code this} of the class that declares the field. */
  public static AttachedOne of(Object owner) {
    return new AttachedOne(owner);
  }

  /**
   * Attaches the file that was staged, in place of what is attached now. The replaced file stays
   * readable for the grace time.
   *
   * @throws StagedBlobUsedException if it was attached already or has expired
   * @throws UploadRejectedException if the field's constraints do not accept it
   * @throws ConcurrentAttachException if other transactions keep changing this attachment
   */
  public void attach(StagedBlob staged) {
    handle().attach(new Source.Staged(staged.blob()), false);
  }

  /**
   * Stores and attaches in one call. For a managed owner the bytes move now, while the transaction
   * is open and holds its connection, and one more connection is needed for a moment: fine for
   * small files and jobs, but {@link Affix#stage} beforehand is the better way for requests.
   *
   * @throws UploadRejectedException if the field's constraints or an inspector do not accept it
   */
  public void attach(Upload upload) {
    handle().attach(new Source.Fresh(upload), false);
  }

  /**
   * Attaches a file that is attached elsewhere, or was detached; no bytes are copied, and the file
   * lives as long as anybody refers to it.
   *
   * @throws BlobGoneException if it was purged meanwhile
   */
  public void attach(Blob blob) {
    handle().attach(new Source.Shared(blob), false);
  }

  /** Removes the attachment and keeps the file, which can be attached again as a {@link Blob}. */
  public void detach() {
    Handle handle = handle();
    handle.bindingToWrite().ifPresent(b -> b.rooms().detach(handle, b, handle.rows()));
    handle.takePending();
  }

  /** Removes the attachment, and the file unless it is attached elsewhere. */
  public void purge() {
    Handle handle = handle();
    handle.bindingToWrite().ifPresent(b -> b.rooms().purge(handle, b, handle.rows()));
    handle.takePending();
  }

  /** Whether something is attached, or waits for the owner to become persistent. */
  public boolean isAttached() {
    return !handle().pending().isEmpty() || file().isPresent();
  }

  /** The attached file. */
  public Optional<AttachedFile> file() {
    Handle handle = handle();
    List<AttachmentRow> rows = handle.rows();
    return rows.isEmpty() ? Optional.empty() : Optional.of(new AttachedFile(handle, rows.get(0)));
  }

  /**
   * The attached blob.
   *
   * @throws NoSuchElementException if nothing is attached
   */
  public Blob blob() {
    return file()
        .orElseThrow(() -> new NoSuchElementException("Nothing is attached to " + this))
        .blob();
  }

  /** URL of the file; see {@link AttachedFile#url()}. */
  public Optional<URI> url() {
    return file().map(AttachedFile::url);
  }

  /**
   * A declared variant of the file.
   *
   * @throws IllegalArgumentException if no such variant is declared
   */
  public AttachedVariant variant(String name) {
    return new AttachedVariant(file(), name);
  }

  /** A declared responsive set; see {@link AttachedFile#picture}. Empty if nothing is attached. */
  public Optional<ResponsivePicture> picture(String name) {
    return file().map(file -> file.picture(name));
  }

  /** The widths of a responsive set; see {@link AttachedFile#srcset}. */
  public Optional<String> srcset(String name) {
    return file().map(file -> file.srcset(name));
  }

  /** What to show until the picture has come; see {@link AttachedFile#placeholder}. */
  public Optional<Placeholder> placeholder() {
    return file().flatMap(AttachedFile::placeholder);
  }

  /** What there is to show, as a record. */
  public Optional<AttachmentView> view() {
    return file().map(AttachedFile::view);
  }

  /** Never asks the database. */
  @Override
  public String toString() {
    return "AttachedOne" + handle.description();
  }

  private Handle handle() {
    return LazyOwner.bound(handle, this);
  }
}
