package dev.affix.internal.housekeeping;

import dev.affix.AffixException;
import dev.affix.internal.rows.KeyRows;
import dev.affix.internal.rows.KeyRows.NamedKey;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.lifecycle.AuditReport;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Merges a listing with the keys that rows name, both in byte order, in memory that does not grow
 * with them. What looks wrong is looked at once more, since files come and go meanwhile.
 */
final class KeyMerge {
  private final String serviceName;
  private final StorageService service;
  private final Tables tables;
  private final OwnTransactions transactions;
  private final Consumer<Difference> found;
  private final Depth depth;
  private final Rereading rereading;
  private final List<String> unread = new ArrayList<>();
  private final AtomicLong same = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final KeyRows keys = new KeyRows();
  private @Nullable StorageKey previous;
  private long objects;

  KeyMerge(
      String serviceName,
      StorageService service,
      Tables tables,
      OwnTransactions transactions,
      Consumer<Difference> found,
      Depth depth,
      Rereading rereading) {
    this.serviceName = serviceName;
    this.service = service;
    this.tables = tables;
    this.transactions = transactions;
    this.found = found;
    this.depth = depth;
    this.rereading = rereading;
  }

  /** Objects listed, Affix's own records not among them. */
  long objects() {
    return objects;
  }

  /** Keys whose row and object agree. */
  long same() {
    return same.get();
  }

  /** Objects whose bytes were read. */
  long read() {
    return read.get();
  }

  /** Objects that could not be read, and why, the first of them. */
  synchronized List<String> unread() {
    return List.copyOf(unread);
  }

  void run(Iterator<StoredObject> listed) {
    Iterator<NamedKey> named = new NamedKeys(transactions, keys, serviceName);
    NamedKey row = nextRow(named);
    StoredObject object = nextObject(listed);
    while (row != null || object != null) {
      int order = compare(row, object);
      if (order < 0 && row != null) {
        onlyRow(row);
      } else if (order > 0 && object != null) {
        onlyObject(object);
      } else if (row != null && object != null) {
        both(row, object);
      }
      if (order >= 0) {
        object = nextObject(listed);
      }
      if (order <= 0) {
        row = nextRow(named);
      }
    }
  }

  private void onlyRow(NamedKey row) {
    if (row.stored()
        && rowNow(row.key()).filter(NamedKey::stored).isPresent()
        && service.head(StorageKey.of(row.key())).isEmpty()) {
      tell(new Difference.Missing(row));
    }
  }

  private void onlyObject(StoredObject object) {
    StorageKey key = object.key();
    if (service.head(key).isPresent() && rowNow(key.value()).isEmpty()) {
      tell(new Difference.Stray(object));
    }
  }

  private void both(NamedKey row, StoredObject object) {
    if (!row.stored()) {
      return;
    }
    if (difference(row, object).isPresent()) {
      lookAgain(row, object);
    } else if (depth.wants(row, object)) {
      depth.read(() -> read(row));
    } else {
      same.incrementAndGet();
    }
  }

  private void lookAgain(NamedKey row, StoredObject object) {
    Optional<NamedKey> rowNow = rowNow(row.key()).filter(NamedKey::stored);
    Optional<StoredObject> objectNow = service.head(object.key());
    if (rowNow.isPresent() && objectNow.isPresent()) {
      difference(rowNow.get(), objectNow.get())
          .ifPresent(detail -> tell(new Difference.Different(row, detail)));
    }
  }

  /** By whatever thread. */
  private void read(NamedKey row) {
    read.incrementAndGet();
    switch (rereading.of(row)) {
      case Rereading.Result.Same agreed -> {
        same.incrementAndGet();
        depth.agreed();
      }
      case Rereading.Result.Different different -> readAgain(row);
      case Rereading.Result.Gone gone -> onlyRow(row);
      case Rereading.Result.Unknown unknown -> notRead(row, unknown.reason());
    }
  }

  private void readAgain(NamedKey row) {
    Optional<NamedKey> rowNow = rowNow(row.key()).filter(NamedKey::stored);
    if (rowNow.isPresent()
        && rereading.of(rowNow.get()) instanceof Rereading.Result.Different(var detail)) {
      tell(new Difference.Different(row, detail));
    }
  }

  private synchronized void notRead(NamedKey row, String reason) {
    if (unread.size() < AuditReport.MAX_LISTED) {
      unread.add("bytes of \"%s\": %s".formatted(row.key(), reason));
    }
  }

  private synchronized void tell(Difference difference) {
    found.accept(difference);
  }

  private static Optional<String> difference(NamedKey row, StoredObject object) {
    return row.difference(object.byteSize(), object.checksums());
  }

  private Optional<NamedKey> rowNow(String key) {
    return transactions.call(sql -> keys.find(sql, serviceName, key));
  }

  private @Nullable NamedKey nextRow(Iterator<NamedKey> named) {
    if (!named.hasNext()) {
      return null;
    }
    NamedKey row = named.next();
    if (row.loose() && transactions.call(sql -> tables.blobs().isLoose(sql, row.id()))) {
      tell(new Difference.Loose(row));
    }
    return row;
  }

  private @Nullable StoredObject nextObject(Iterator<StoredObject> listed) {
    while (listed.hasNext()) {
      StoredObject object = listed.next();
      StorageKey last = previous;
      if (last != null && last.compareTo(object.key()) >= 0) {
        throw new AffixException(
            "Service \"%s\" lists \"%s\" after \"%s\", which is not the order of bytes, so it cannot be audited"
                .formatted(serviceName, object.key(), last));
      }
      previous = object.key();
      if (!object.key().isReserved()) {
        objects++;
        return object;
      }
    }
    return null;
  }

  private static int compare(@Nullable NamedKey row, @Nullable StoredObject object) {
    if (row == null || object == null) {
      return row == null ? 1 : -1;
    }
    return StorageKey.of(row.key()).compareTo(object.key());
  }
}
