package dev.affix.proof;

import static dev.affix.Visibility.PUBLIC;

import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.AttachmentOwner;
import dev.affix.HasManyAttached;
import dev.affix.HasOneAttached;
import dev.affix.Variant;
import dev.affix.validation.ContentTypeIn;
import dev.affix.validation.MaxFileCount;
import dev.affix.validation.MaxFileSize;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.annotations.UpdateTimestamp;
import org.jspecify.annotations.Nullable;

/** The owner of the design's call site, with everything that must not change by attaching. */
@Entity
@AttachmentOwner("pseud")
public class Pseud implements Serializable {
  private static final long serialVersionUID = 1L;

  @Id @GeneratedValue private @Nullable Long id;

  private String name = "";

  @Version private int version;

  @UpdateTimestamp private @Nullable Instant updatedAt;

  @HasOneAttached(
      visibility = PUBLIC,
      variants =
          @Variant(
              name = "standard",
              resizeToLimit = {100, 100}))
  @ContentTypeIn({"image/gif", "image/jpeg", "image/png"})
  @MaxFileSize("500KB")
  @Transient
  private final AttachedOne icon = AttachedOne.of(this);

  @HasManyAttached
  @MaxFileCount(20)
  @Transient
  private final AttachedMany pictures = AttachedMany.of(this);

  protected Pseud() {}

  public Pseud(String name) {
    this.name = name;
  }

  public Long id() {
    return Objects.requireNonNull(id);
  }

  public AttachedOne icon() {
    return icon;
  }

  public AttachedMany pictures() {
    return pictures;
  }

  public int version() {
    return version;
  }

  public Instant updatedAt() {
    return Objects.requireNonNull(updatedAt);
  }

  public String name() {
    return name;
  }

  public void rename(String to) {
    name = to;
  }
}
