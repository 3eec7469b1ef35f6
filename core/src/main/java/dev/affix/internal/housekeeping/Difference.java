package dev.affix.internal.housekeeping;

import dev.affix.internal.rows.AttachmentRows.Named;
import dev.affix.internal.rows.AttachmentRows.Visited;
import dev.affix.internal.rows.KeyRows.NamedKey;
import dev.affix.lifecycle.Finding;
import dev.affix.lifecycle.Finding.Kind;
import dev.affix.storage.StoredObject;
import java.util.Locale;

/** Something an audit found, seen twice, with all that a repair needs to know of it. */
sealed interface Difference {

  Finding finding(String service);

  /** A row without object. */
  record Missing(NamedKey row) implements Difference {
    @Override
    public Finding finding(String service) {
      return new Finding(
          Kind.ROW_WITHOUT_OBJECT, service, row.key(), row.id(), "of a " + nameOf(row));
    }
  }

  /** An object without row. */
  record Stray(StoredObject object) implements Difference {
    @Override
    public Finding finding(String service) {
      return new Finding(
          Kind.OBJECT_WITHOUT_ROW,
          service,
          object.key().value(),
          null,
          "of %d bytes, written %s".formatted(object.byteSize(), object.lastModified()));
    }
  }

  /** Row and object disagree. */
  record Different(NamedKey row, String detail) implements Difference {
    @Override
    public Finding finding(String service) {
      return new Finding(Kind.DIFFERENT, service, row.key(), row.id(), detail);
    }
  }

  /**
   * An attachment whose owner has no row.
   *
   * @param readable whether the owner's id is one of its type at all
   */
  record Orphan(Named kind, Visited attachment, boolean readable) implements Difference {
    @Override
    public Finding finding(String service) {
      return new Finding(
          Kind.ATTACHMENT_WITHOUT_OWNER,
          service,
          attachment.storageKey(),
          attachment.id(),
          "is %s of %s \"%s\", %s"
              .formatted(
                  kind.name(),
                  kind.ownerType(),
                  attachment.ownerId(),
                  readable ? "which is gone" : "which is no id of that type"));
    }
  }

  /** An attachment of a type that no entity has. */
  record UnknownOwner(Named kind, Visited attachment) implements Difference {
    @Override
    public Finding finding(String service) {
      return new Finding(
          Kind.UNKNOWN_OWNER_TYPE,
          service,
          attachment.storageKey(),
          attachment.id(),
          "is %s of \"%s\" \"%s\"".formatted(kind.name(), kind.ownerType(), attachment.ownerId()));
    }
  }

  /** A stored blob that nothing refers to. */
  record Loose(NamedKey row) implements Difference {
    @Override
    public Finding finding(String service) {
      return new Finding(
          Kind.BLOB_WITHOUT_ATTACHMENT, service, row.key(), row.id(), "is stored, not retained");
    }
  }

  private static String nameOf(NamedKey row) {
    return row.source().name().toLowerCase(Locale.ROOT);
  }
}
