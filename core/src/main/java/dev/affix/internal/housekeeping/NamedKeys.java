package dev.affix.internal.housekeeping;

import dev.affix.internal.rows.KeyRows;
import dev.affix.internal.rows.KeyRows.NamedKey;
import dev.affix.internal.rows.OwnTransactions;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The keys that rows name, each once, in byte order; a short transaction for each thousand. */
final class NamedKeys implements Iterator<NamedKey> {
  private static final int BATCH = 1_000;

  private final OwnTransactions transactions;
  private final KeyRows keys;
  private final String service;
  private Iterator<NamedKey> batch = Collections.emptyIterator();
  private String last = "";
  private @Nullable NamedKey next;
  private boolean ended;

  NamedKeys(OwnTransactions transactions, KeyRows keys, String service) {
    this.transactions = transactions;
    this.keys = keys;
    this.service = service;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      if (!batch.hasNext()) {
        batch = transactions.call(sql -> keys.after(sql, service, last, BATCH)).iterator();
        ended = !batch.hasNext();
      } else {
        NamedKey row = batch.next();
        next = row.key().equals(last) ? null : row;
      }
    }
    return next != null;
  }

  @Override
  public NamedKey next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    NamedKey row = next;
    last = row.key();
    next = null;
    return row;
  }
}
