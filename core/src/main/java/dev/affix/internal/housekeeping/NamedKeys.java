package dev.affix.internal.housekeeping;

import dev.affix.internal.rows.KeyRows;
import dev.affix.internal.rows.KeyRows.NamedKey;
import dev.affix.internal.rows.OwnTransactions;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The keys that rows name, in byte order, a short transaction for each thousand. */
final class NamedKeys implements Iterator<NamedKey> {
  private static final int BATCH = 1_000;

  private final OwnTransactions transactions;
  private final KeyRows keys;
  private final String service;
  private Iterator<NamedKey> batch = Collections.emptyIterator();
  private String last = "";
  private boolean ended;

  NamedKeys(OwnTransactions transactions, KeyRows keys, String service) {
    this.transactions = transactions;
    this.keys = keys;
    this.service = service;
  }

  @Override
  public boolean hasNext() {
    if (!batch.hasNext() && !ended) {
      batch = transactions.call(sql -> keys.after(sql, service, last, BATCH)).iterator();
      ended = !batch.hasNext();
    }
    return batch.hasNext();
  }

  @Override
  public NamedKey next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    NamedKey next = batch.next();
    last = next.key();
    return next;
  }
}
