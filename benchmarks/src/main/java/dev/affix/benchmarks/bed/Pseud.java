package dev.affix.benchmarks.bed;

import static dev.affix.Visibility.GUARDED;
import static dev.affix.Visibility.PUBLIC;

import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.AttachmentOwner;
import dev.affix.HasManyAttached;
import dev.affix.HasOneAttached;
import dev.affix.Variant;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The owner of all files here: an icon for everybody, signed pictures, a guarded letter. */
@Entity
@AttachmentOwner("pseud")
public final class Pseud {
  /** Name of the icon's variant. */
  public static final String STANDARD = "standard";

  @Id @GeneratedValue private @Nullable Long id;

  private String name = "";

  @HasOneAttached(
      visibility = PUBLIC,
      variants =
          @Variant(
              name = STANDARD,
              resizeToLimit = {100, 100}))
  @Transient
  private final AttachedOne icon = AttachedOne.of(this);

  @HasManyAttached @Transient private final AttachedMany pictures = AttachedMany.of(this);

  @HasOneAttached(visibility = GUARDED)
  @Transient
  private final AttachedOne letter = AttachedOne.of(this);

  Pseud() {}

  public Pseud(String name) {
    this.name = name;
  }

  public Long id() {
    return Objects.requireNonNull(id);
  }

  public String name() {
    return name;
  }

  public AttachedOne icon() {
    return icon;
  }

  public AttachedMany pictures() {
    return pictures;
  }

  public AttachedOne letter() {
    return letter;
  }
}
