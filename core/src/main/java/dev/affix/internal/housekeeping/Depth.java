package dev.affix.internal.housekeeping;

import dev.affix.internal.rows.KeyRows.NamedKey;
import dev.affix.storage.StoredObject;
import java.util.List;

/** How much is looked at of an object that agrees with its row as far as the listing tells. */
interface Depth extends AutoCloseable {

  /** Whether its bytes are to be read. */
  boolean wants(NamedKey row, StoredObject object);

  /** Reads, now or soon, in this thread or another. */
  void read(Runnable reading);

  /** What was read is what the row says. */
  void agreed();

  /** What this depth cannot tell, and why; for the report. */
  List<String> unchecked();

  /** Waits until nothing is being read any more. */
  @Override
  void close();
}
