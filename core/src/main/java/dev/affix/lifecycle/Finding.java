package dev.affix.lifecycle;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an audit found to be other than it should be.
 *
 * @param kind what is wrong
 * @param service name of the service
 * @param key of the object in question
 * @param row id of the row in question: of an attachment, a blob or a variant; null if there is
 *     none
 * @param detail what was seen, in words
 */
public record Finding(Kind kind, String service, String key, @Nullable UUID row, String detail) {

  /** What can be wrong. */
  public enum Kind {
    /** A row says that an object is stored, but there is none. */
    ROW_WITHOUT_OBJECT("row without object"),
    /** No row names the object. */
    OBJECT_WITHOUT_ROW("object without row"),
    /** The object has another length or checksum than its row says. */
    DIFFERENT("size or checksum differs"),
    /** The entity that the file is attached to is gone. */
    ATTACHMENT_WITHOUT_OWNER("attachment without owner"),
    /** A blob is said to be attached, but is not, and no column of the application refers to it. */
    BLOB_WITHOUT_ATTACHMENT("blob without attachment"),
    /** An attachment's owner type is that of no mapped entity. */
    UNKNOWN_OWNER_TYPE("unknown owner type");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As people say it. */
    @Override
    public String toString() {
      return words;
    }
  }

  /** Id of the row in question, if there is one. */
  public Optional<UUID> rowId() {
    return Optional.ofNullable(row);
  }
}
