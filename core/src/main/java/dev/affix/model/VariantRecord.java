package dev.affix.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
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

/** The row about one variant of a blob: a recipe's result, made, being made, or impossible. */
@Entity(name = "AffixVariant")
@Immutable
@Table(
    name = "affix_variants",
    uniqueConstraints = {
      @UniqueConstraint(
          name = "affix_variants_digest",
          columnNames = {"blob_id", "digest"}),
      @UniqueConstraint(
          name = "affix_variants_key",
          columnNames = {"service", "storage_key"})
    })
public class VariantRecord implements Serializable {
  private static final long serialVersionUID = 1L;

  @Id private UUID id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "blob_id", nullable = false)
  private Blob blob;

  @Column(nullable = false, length = 64)
  private String name;

  @Column(nullable = false, length = 64)
  private String digest;

  @Column(nullable = false, length = 16)
  private String state;

  @Column(name = "lease_until")
  private @Nullable Instant leaseUntil;

  @Column(nullable = false)
  private int attempts;

  @Column(nullable = false)
  private int faults;

  @Column(name = "outdated_at")
  private @Nullable Instant outdatedAt;

  @Column(name = "last_error", length = 500)
  private @Nullable String lastError;

  @Embedded private StoredFile file;

  @Column(name = "created_at", nullable = false)
  private Instant createdAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected VariantRecord() {}

  /** Where a variant stands. */
  public enum State {
    /** Being made, by whoever holds the lease. */
    PENDING,
    /** Stored and verified. */
    READY,
    /** Cannot be made by the image engine of today. */
    FAILED
  }

  public UUID id() {
    return id;
  }

  public Blob blob() {
    return blob;
  }

  /** The name it was declared under when it was made. */
  public String name() {
    return name;
  }

  /** Digest of the recipe, {@link dev.affix.image.Variation#digest()}. */
  public String digest() {
    return digest;
  }

  public State state() {
    return State.valueOf(state);
  }

  /**
   * Until when its maker has it to itself, or nobody tries again; only while {@link State#PENDING}.
   */
  public Optional<Instant> leaseUntil() {
    return Optional.ofNullable(leaseUntil);
  }

  /** How often its making was begun and came to no end. */
  public int attempts() {
    return attempts;
  }

  /** How many faults that may pass there were in a row; the pause doubles with each. */
  public int faults() {
    return faults;
  }

  /** Since when no node that looked after it knows its recipe; it goes after a grace time. */
  public Optional<Instant> outdatedAt() {
    return Optional.ofNullable(outdatedAt);
  }

  public Optional<String> lastError() {
    return Optional.ofNullable(lastError);
  }

  public StoredFile file() {
    return file;
  }

  public Instant createdAt() {
    return createdAt;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VariantRecord that && id.equals(that.id());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "VariantRecord[" + name + " of " + blob.id() + ", " + state + "]";
  }
}
