package dev.affix.internal.handles;

import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.rows.OwnerRow;
import dev.affix.internal.rows.Sql;
import java.util.List;
import java.util.Optional;

/** The session that an owner lives in, as far as its handles need it. */
public interface OwnerSession {

  /** Whether the session is open and the owner in it. */
  boolean manages(Object owner);

  /** Whether rows can be written now. */
  boolean isInTransaction();

  /** The session's own connection. */
  Sql sql();

  /** The handles of that attachment in this session whose rows are not loaded. */
  List<Handle> unloaded(AttachmentMapping attachment);

  /** The owner's row, if it is in the database already. */
  Optional<OwnerRow> ownerRow(Object owner);

  /** The session itself, to tell it from others. */
  Object identity();

  /** Calls once when the transaction is over, on whatever thread ends it. */
  void onCompletion(Completion completion);

  /** What to do when the transaction is over. Exceptions are logged and go no further. */
  interface Completion {
    void committed();

    /** Rolled back, or nobody can tell. */
    void notCommitted();
  }
}
