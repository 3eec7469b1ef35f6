package dev.affix;

import dev.affix.image.ImageProperties;
import dev.affix.model.Blob;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that is stored and verified but attached nowhere yet. Attaches once, to one owner, until
 * it expires. Immutable; may be kept in a session while a form is shown again.
 */
public final class StagedBlob implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Blob blob;

  /**
   * What staging made.
   *
   * @param blob as stored, with its size and expiry
   */
  StagedBlob(Blob blob) {
    this.blob = blob;
  }

  public UUID id() {
    return blob.id();
  }

  public String filename() {
    return blob.filename();
  }

  /** The type the bytes have, see {@link Blob#typeSource()}. */
  public String contentType() {
    return blob.contentType();
  }

  /** Length in bytes. */
  public long byteSize() {
    return blob.byteSize().orElseThrow();
  }

  /** The picture's sizes; empty unless it was staged for an attachment that asks for them. */
  public Optional<ImageProperties> image() {
    return blob.image();
  }

  /** When it goes unless attached before. */
  public Instant expiresAt() {
    return blob.expiresAt().orElseThrow();
  }

  Blob blob() {
    return blob;
  }

  @Override
  public String toString() {
    return "StagedBlob[" + blob.id() + " \"" + blob.filename() + "\"]";
  }
}
