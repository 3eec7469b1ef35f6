package dev.affix.internal.bulk;

import dev.affix.internal.rows.Sql;

/** Where bulk work finds what is to be done. */
@FunctionalInterface
public interface Pages<P extends Piece> {
  /** The next files after a position, in the order of their owners' ids, as text, and slots. */
  Page<P> after(Sql sql, Position position, int files);
}
