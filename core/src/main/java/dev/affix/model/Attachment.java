package dev.affix.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * The row that joins an owner to a blob under a name. The owner is named by text, not by a foreign
 * key, so that owners with different id types share the table.
 */
@Entity(name = "AffixAttachment")
@Immutable
@Table(
    name = "affix_attachments",
    uniqueConstraints =
        @UniqueConstraint(
            name = "affix_attachments_slot",
            columnNames = {"owner_type", "name", "owner_id", "slot"}),
    indexes = @Index(name = "affix_attachments_blob", columnList = "blob_id"))
public class Attachment implements Serializable {
  private static final long serialVersionUID = 1L;

  @Id private UUID id;

  @Column(name = "owner_type", nullable = false, length = 100)
  private String ownerType;

  @Column(nullable = false, length = 64)
  private String name;

  @Column(name = "owner_id", nullable = false, length = 100)
  private String ownerId;

  @Column(nullable = false, length = 36)
  private String slot;

  @Column(nullable = false)
  private long position;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "blob_id")
  private @Nullable Blob blob;

  @Column(name = "created_at", nullable = false)
  private Instant createdAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Attachment() {}

  public UUID id() {
    return id;
  }

  /** The name given by {@code @AttachmentOwner}. */
  public String ownerType() {
    return ownerType;
  }

  /** The name of the handle's field, or the one its annotation gives. */
  public String name() {
    return name;
  }

  /** The owner's id as canonical text. */
  public String ownerId() {
    return ownerId;
  }

  /** Order among the attachments of one handle: microseconds when appended, until reordered. */
  public long position() {
    return position;
  }

  /** The blob; empty for a slot that was emptied during a migration. */
  public Optional<Blob> blob() {
    return Optional.ofNullable(blob);
  }

  public Instant createdAt() {
    return createdAt;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Attachment that && id.equals(that.id());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Attachment[" + ownerType + "#" + ownerId + "." + name + "]";
  }
}
