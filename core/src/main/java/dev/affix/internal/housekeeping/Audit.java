package dev.affix.internal.housekeeping;

import dev.affix.AffixException;
import dev.affix.internal.rows.KeyRows;
import dev.affix.internal.rows.KeyRows.NamedKey;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.staging.Services;
import dev.affix.lifecycle.AuditReport;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares rows and objects of one service both ways, by merging two sequences in byte order, in
 * memory that does not grow with them. What looks wrong is looked at once more, since files come
 * and go meanwhile. Changes nothing.
 */
public final class Audit {
  private final Services services;
  private final OwnTransactions transactions;
  private final KeyRows keys = new KeyRows();

  public Audit(Services services, OwnTransactions transactions) {
    this.services = services;
    this.transactions = transactions;
  }

  /**
   * Compares all there is.
   *
   * @throws AffixException if the service cannot list what it keeps
   */
  public AuditReport of(String serviceName) {
    StorageService service = services.require(serviceName);
    if (!(service instanceof ObjectListing listing)) {
      throw new AffixException(
          "Service \"" + serviceName + "\" cannot list its objects, so it cannot be audited");
    }
    return new Run(serviceName, service).merge(listing.list());
  }

  private final class Run {
    private final String serviceName;
    private final StorageService service;
    private final List<String> missing = new ArrayList<>();
    private final List<String> stray = new ArrayList<>();
    private final List<String> differing = new ArrayList<>();
    private final Iterator<NamedKey> named;
    private long objects;

    Run(String serviceName, StorageService service) {
      this.serviceName = serviceName;
      this.service = service;
      this.named = new NamedKeys(transactions, keys, serviceName);
    }

    AuditReport merge(Iterator<StoredObject> listed) {
      NamedKey row = next(named);
      StoredObject object = next(listed);
      while (row != null || object != null) {
        int order = compare(row, object);
        if (order < 0 && row != null) {
          note(missing, row.key(), row.stored() && isMissing(row.key()));
        } else if (order > 0 && object != null) {
          note(stray, object.key().value(), isStray(object.key()));
        } else if (row != null && object != null) {
          Long size = row.byteSize();
          note(differing, row.key(), size != null && size != object.byteSize());
        }
        if (order >= 0) {
          objects++;
          object = next(listed);
        }
        if (order <= 0) {
          row = next(named);
        }
      }
      return new AuditReport(serviceName, objects, missing, stray, differing);
    }

    private boolean isMissing(String key) {
      return rowNow(key).filter(NamedKey::stored).isPresent()
          && service.head(StorageKey.of(key)).isEmpty();
    }

    private boolean isStray(StorageKey key) {
      return service.head(key).isPresent() && rowNow(key.value()).isEmpty();
    }

    private Optional<NamedKey> rowNow(String key) {
      return transactions.call(sql -> keys.find(sql, serviceName, key));
    }
  }

  private static int compare(@Nullable NamedKey row, @Nullable StoredObject object) {
    if (row == null || object == null) {
      return row == null ? 1 : -1;
    }
    return StorageKey.of(row.key()).compareTo(object.key());
  }

  private static <T> @Nullable T next(Iterator<T> items) {
    return items.hasNext() ? items.next() : null;
  }

  private static void note(List<String> list, String key, boolean is) {
    if (is && list.size() < AuditReport.MAX_LISTED) {
      list.add(key);
    }
  }
}
