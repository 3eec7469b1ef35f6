package dev.affix.examples.snippets;

import dev.affix.AttachedOne;
import dev.affix.AttachmentOwner;
import dev.affix.AttachmentOwner.OnSoftDelete;
import dev.affix.HasOneAttached;
import dev.affix.model.Blob;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Transient;
import org.hibernate.annotations.SoftDelete;
import org.jspecify.annotations.Nullable;

@Entity
@SoftDelete
@AttachmentOwner(value = "letter", onSoftDelete = OnSoftDelete.PURGE)
class Letter {
  @Id @GeneratedValue @Nullable Long id;

  @HasOneAttached @Transient final AttachedOne scan = AttachedOne.of(this);

  @ManyToOne @Nullable Blob stamp; // a reference of your own keeps a blob alive, too
}
