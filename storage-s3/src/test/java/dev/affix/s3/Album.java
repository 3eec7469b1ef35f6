package dev.affix.s3;

import dev.affix.AttachedOne;
import dev.affix.AttachmentOwner;
import dev.affix.HasOneAttached;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Transient;
import org.jspecify.annotations.Nullable;

/** Has a cover. */
@Entity
@AttachmentOwner("album")
class Album {
  @Id @GeneratedValue @Nullable Long id;

  @HasOneAttached @Transient private final AttachedOne cover = AttachedOne.of(this);

  AttachedOne cover() {
    return cover;
  }
}
