package dev.affix.proof;

import static dev.affix.Visibility.PUBLIC;
import static dev.affix.image.ImageFormat.JPEG;
import static dev.affix.image.ImageFormat.WEBP;

import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.AttachmentOwner;
import dev.affix.HasManyAttached;
import dev.affix.HasOneAttached;
import dev.affix.Responsive;
import dev.affix.Variant;
import dev.affix.image.Analysis;
import dev.affix.validation.ImageDimensions;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.annotations.UpdateTimestamp;
import org.jspecify.annotations.Nullable;

/** An owner whose pictures are looked at, each attachment's in another depth. */
@Entity(name = "Exhibit")
@AttachmentOwner("exhibit")
class Exhibit {
  @Id @GeneratedValue private @Nullable Long id;

  @Version private int version;

  @UpdateTimestamp private @Nullable Instant updatedAt;

  @HasOneAttached(
      visibility = PUBLIC,
      responsive =
          @Responsive(
              name = "page",
              widths = {4, 6, 16, 32},
              formats = {WEBP, JPEG},
              sizes = "(max-width: 600px) 100vw, 600px"),
      analyze = Analysis.PLACEHOLDER)
  @Transient
  final AttachedOne cover = AttachedOne.of(this);

  @HasManyAttached(analyze = Analysis.HEADER)
  @Transient
  final AttachedMany details = AttachedMany.of(this);

  @HasOneAttached
  @ImageDimensions(minWidth = 8, maxWidth = 10, maxPixels = 90)
  @Transient
  final AttachedOne emblem = AttachedOne.of(this);

  @HasManyAttached(analyze = Analysis.PLACEHOLDER)
  @ImageDimensions(maxHeight = 9)
  @Transient
  final AttachedMany badges = AttachedMany.of(this);

  @HasOneAttached(
      variants =
          @Variant(
              name = "icon",
              resizeToFill = {2, 2}),
      responsive =
          @Responsive(
              name = "page",
              widths = {4, 6, 16}))
  @Transient
  final AttachedOne receipt = AttachedOne.of(this);

  Long id() {
    return Objects.requireNonNull(id);
  }

  int version() {
    return version;
  }

  Instant updatedAt() {
    return Objects.requireNonNull(updatedAt);
  }
}
