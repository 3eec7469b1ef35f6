package dev.affix.examples.gallery;

import static dev.affix.Visibility.PUBLIC;

import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.AttachmentOwner;
import dev.affix.HasManyAttached;
import dev.affix.HasOneAttached;
import dev.affix.Responsive;
import dev.affix.Variant;
import dev.affix.image.Analysis;
import dev.affix.validation.ContentTypeIn;
import dev.affix.validation.MaxFileCount;
import dev.affix.validation.MaxFileSize;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Somebody with a photograph, and an album of pictures in an order of their own. */
@Entity
@AttachmentOwner("person")
class Person {
  @Id @GeneratedValue private @Nullable Long id;

  @Column(nullable = false, length = 80)
  private String name = "";

  @HasOneAttached(
      visibility = PUBLIC,
      variants = {
        @Variant(
            name = "thumb",
            resizeToFill = {320, 320}),
        @Variant(
            name = "large",
            resizeToLimit = {1600, 1600})
      },
      responsive =
          @Responsive(
              name = "portrait",
              widths = {480, 960, 1600},
              sizes = "(max-width: 60rem) 100vw, 40rem"),
      analyze = Analysis.PLACEHOLDER)
  @ContentTypeIn({"image/jpeg", "image/png", "image/gif", "image/webp"})
  @MaxFileSize("25MB")
  @Transient
  private final AttachedOne photo = AttachedOne.of(this);

  @HasManyAttached(
      visibility = PUBLIC,
      variants = {
        @Variant(
            name = "thumb",
            resizeToFill = {320, 320}),
        @Variant(
            name = "large",
            resizeToLimit = {1600, 1600})
      },
      analyze = Analysis.PLACEHOLDER)
  @ContentTypeIn({"image/jpeg", "image/png", "image/gif", "image/webp"})
  @MaxFileSize("25MB")
  @MaxFileCount(100)
  @Transient
  private final AttachedMany album = AttachedMany.of(this);

  /** For Hibernate. */
  protected Person() {}

  Person(String name) {
    this.name = name;
  }

  Long id() {
    return Objects.requireNonNull(id);
  }

  String name() {
    return name;
  }

  AttachedOne photo() {
    return photo;
  }

  AttachedMany album() {
    return album;
  }
}
