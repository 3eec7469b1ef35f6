package dev.affix.proof;

import dev.affix.AttachedOne;
import dev.affix.AttachmentOwner;
import dev.affix.AttachmentOwner.OnSoftDelete;
import dev.affix.HasOneAttached;
import dev.affix.model.Blob;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.annotations.SoftDelete;
import org.jspecify.annotations.Nullable;

/** Owners of every kind: a parent with children, identity, UUID and composite ids, a hierarchy. */
@Entity
class Shelf {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @OneToMany(cascade = CascadeType.ALL, orphanRemoval = true)
  List<Book> books = new ArrayList<>();

  /** A reference of the application's own, which keeps a blob alive. */
  @ManyToOne @Nullable Blob poster;

  @HasOneAttached @Transient final AttachedOne plan = AttachedOne.of(this);

  @Entity
  @Inheritance(strategy = InheritanceType.JOINED)
  @AttachmentOwner("book")
  static class Book {
    @Id @GeneratedValue @Nullable UUID id;

    @HasOneAttached @Transient final AttachedOne cover = AttachedOne.of(this);
  }

  @Entity
  static class AudioBook extends Book {
    @HasOneAttached @Transient final AttachedOne sample = AttachedOne.of(this);
  }

  @Embeddable
  record Place(String room, int number) implements Serializable {}

  @Entity
  static class Seat {
    @EmbeddedId @Nullable Place place;

    @HasOneAttached @Transient final AttachedOne view = AttachedOne.of(this);
  }

  /** Deleted by the database together with its shelf. */
  @Entity(name = "Bookend")
  static class Bookend {
    @Id @GeneratedValue @Nullable Long id;

    @ManyToOne
    @OnDelete(action = OnDeleteAction.CASCADE)
    @Nullable Shelf shelf;

    @HasOneAttached @Transient final AttachedOne photo = AttachedOne.of(this);
  }

  @Entity
  @SoftDelete
  static class Draft {
    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached @Transient final AttachedOne text = AttachedOne.of(this);
  }

  @Entity
  @SoftDelete
  @AttachmentOwner(value = "letter", onSoftDelete = OnSoftDelete.PURGE)
  static class Letter {
    @Id @GeneratedValue @Nullable Long id;

    @HasOneAttached @Transient final AttachedOne text = AttachedOne.of(this);
  }
}
