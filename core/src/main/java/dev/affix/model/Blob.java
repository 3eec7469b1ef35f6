package dev.affix.model;

import dev.affix.image.ImageProperties;
import dev.affix.image.Placeholder;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.hibernate.Length;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * The row about one stored file. May be attached to several owners at once; share it with {@code
 * other.icon().attach(blob)}. Equal to any other instance with the same id. Immutable, and so safe
 * for use by many threads once loaded.
 */
@Entity(name = "AffixBlob")
@Immutable
@Table(
    name = "affix_blobs",
    uniqueConstraints =
        @UniqueConstraint(
            name = "affix_blobs_key",
            columnNames = {"service", "storage_key"}))
public class Blob implements Serializable {
  private static final long serialVersionUID = 1L;

  @Id private UUID id;

  @Embedded private StoredFile file;

  @Column(nullable = false, length = 255)
  private String filename;

  @Column(name = "type_source", nullable = false, length = 16)
  private String typeSource;

  @Embedded private @Nullable PictureFacts picture;

  @Column(length = Length.LONG32)
  private @Nullable String metadata;

  @Column(nullable = false, length = 16)
  private String state;

  @Column(name = "expires_at")
  private @Nullable Instant expiresAt;

  @Column(name = "created_at", nullable = false)
  private Instant createdAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Blob() {}

  /** A blob as it stands in the table; Affix itself makes these when it reads or writes a row. */
  public Blob(
      UUID id,
      StoredFile file,
      String filename,
      TypeSource typeSource,
      BlobState state,
      @Nullable Instant expiresAt,
      Instant createdAt) {
    this(id, file, filename, typeSource, PictureFacts.NONE, null, state, expiresAt, createdAt);
  }

  /** A blob with what was found of it, and what is noted about it. */
  public Blob(
      UUID id,
      StoredFile file,
      String filename,
      TypeSource typeSource,
      PictureFacts picture,
      @Nullable String metadata,
      BlobState state,
      @Nullable Instant expiresAt,
      Instant createdAt) {
    this.id = id;
    this.file = file;
    this.filename = filename;
    this.typeSource = typeSource.name();
    this.picture = picture;
    this.metadata = metadata;
    this.state = state.name();
    this.expiresAt = expiresAt;
    this.createdAt = createdAt;
  }

  /** How the content type came to be known. */
  public enum TypeSource {
    /** From the bytes. */
    SNIFFED,
    /** Told by whoever uploaded it; the bytes neither confirm nor contradict it. */
    DECLARED
  }

  public UUID id() {
    return id;
  }

  /** Where the bytes are and what is known of them. */
  public StoredFile file() {
    return file;
  }

  /** Name for people, with its extension; never a path. */
  public String filename() {
    return filename;
  }

  /** Media type without parameters, {@code application/octet-stream} if nothing is known. */
  public String contentType() {
    return Objects.requireNonNullElse(file.contentType(), "application/octet-stream");
  }

  public TypeSource typeSource() {
    return TypeSource.valueOf(typeSource);
  }

  /** Length in bytes; empty only while the bytes are still on their way. */
  public OptionalLong byteSize() {
    Long size = file.byteSize();
    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
  }

  /** The picture as analysis found it; empty if its attachment asked for none, or it is none. */
  public Optional<ImageProperties> image() {
    return picture == null
            || picture.frames() == null
            || picture.hasAlpha() == null
            || file.width() == null
            || file.height() == null
        ? Optional.empty()
        : Optional.of(
            new ImageProperties(file.width(), file.height(), picture.frames(), picture.hasAlpha()));
  }

  /** What to show until the picture has come; empty unless its attachment asked for it. */
  public Optional<Placeholder> placeholder() {
    return picture == null || picture.thumbHash() == null
        ? Optional.empty()
        : Optional.of(new Placeholder(picture.colour(), picture.thumbHash()));
  }

  /**
   * What your own SQL noted about the file in the column of this name, as text. Affix reads it with
   * the blob and never writes it.
   */
  public Optional<String> metadata() {
    return Optional.ofNullable(metadata);
  }

  public BlobState state() {
    return BlobState.valueOf(state);
  }

  /** When it goes unless attached before; only while {@link BlobState#STAGED}. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  public Instant createdAt() {
    return createdAt;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Blob that && id.equals(that.id());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Blob[" + id + " \"" + filename + "\"]";
  }
}
