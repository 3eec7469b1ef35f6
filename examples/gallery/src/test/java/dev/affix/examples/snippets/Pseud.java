package dev.affix.examples.snippets;

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
import org.jspecify.annotations.Nullable;

// docs:begin entity
@Entity
@AttachmentOwner("pseud")
public class Pseud {
  @Id @GeneratedValue @Nullable Long id;

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

  public AttachedOne icon() {
    return icon;
  }

  public AttachedMany pictures() {
    return pictures;
  }
}
// docs:end entity
