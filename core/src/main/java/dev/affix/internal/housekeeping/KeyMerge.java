package dev.affix.internal.housekeeping;

import dev.affix.AffixException;
import dev.affix.internal.rows.KeyRows;
import dev.affix.internal.rows.KeyRows.NamedKey;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Tables;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.util.Iterator;
import java.util.Optional;
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
  private final KeyRows keys = new KeyRows();
  private @Nullable StorageKey previous;
  private long objects;
  private long same;

  KeyMerge(
      String serviceName,
      StorageService service,
      Tables tables,
      OwnTransactions transactions,
      Consumer<Difference> found) {
    this.serviceName = serviceName;
    this.service = service;
    this.tables = tables;
    this.transactions = transactions;
    this.found = found;
  }

  /** Objects listed, Affix's own records not among them. */
  long objects() {
    return objects;
  }

  /** Keys whose row and object agree. */
  long same() {
    return same;
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
      found.accept(new Difference.Missing(row));
    }
  }

  private void onlyObject(StoredObject object) {
    StorageKey key = object.key();
    if (service.head(key).isPresent() && rowNow(key.value()).isEmpty()) {
      found.accept(new Difference.Stray(object));
    }
  }

  private void both(NamedKey row, StoredObject object) {
    if (!row.stored()) {
      return;
    }
    if (difference(row, object).isEmpty()) {
      same++;
      return;
    }
    Optional<NamedKey> rowNow = rowNow(row.key()).filter(NamedKey::stored);
    Optional<StoredObject> objectNow = service.head(object.key());
    if (rowNow.isPresent() && objectNow.isPresent()) {
      difference(rowNow.get(), objectNow.get())
          .ifPresent(detail -> found.accept(new Difference.Different(row, detail)));
    }
  }

  private static Optional<String> difference(NamedKey row, StoredObject object) {
    Long size = row.byteSize();
    if (size != null && size != object.byteSize()) {
      return Optional.of("has %d bytes, and %d by its row".formatted(object.byteSize(), size));
    }
    return row.checksums()
        .firstDifference(object.checksums())
        .map(algorithm -> "has another " + algorithm + " than its row");
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
      found.accept(new Difference.Loose(row));
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
