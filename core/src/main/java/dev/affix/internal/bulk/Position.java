package dev.affix.internal.bulk;

import dev.affix.internal.rows.AttachmentRows.Original;

/** Where bulk work stands: after the file in that slot of that owner. */
public record Position(String ownerId, String slot) {
  public static final Position START = new Position("", "");

  public static Position of(Original file) {
    return new Position(file.ownerId(), file.slot());
  }

  /**
   * Where a cursor points.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Position at(String cursor) {
    if (cursor.isEmpty()) {
      return START;
    }
    int slash = cursor.lastIndexOf('/');
    if (slash < 1) {
      throw new IllegalArgumentException(
          "cursor must be one of a report, but was \"" + cursor + "\"");
    }
    return new Position(cursor.substring(0, slash), cursor.substring(slash + 1));
  }

  /** As reports tell it; empty for the start. */
  String cursor() {
    return equals(START) ? "" : ownerId + "/" + slot;
  }
}
