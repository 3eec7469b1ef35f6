package dev.affix.internal.housekeeping;

import dev.affix.AffixException;
import dev.affix.internal.rows.AttachmentRows.Owned;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.OwnerNameRows;
import dev.affix.internal.rows.ServiceNameRows;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.Services;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;

/**
 * Names that services and types of owners had before. Whoever compares a place with its rows, or
 * keeps two notes of one place apart, knows one name only, so rows that have another must be gone
 * first.
 */
public final class FormerNames {
  private static final int BATCH = 500;
  private static final int BATCHES = 100;

  private final Services services;
  private final Map<String, String> ownerTypes;
  private final Tables tables;
  private final OwnTransactions transactions;
  private final ServiceNameRows rows = new ServiceNameRows();
  private final OwnerNameRows ownerRows = new OwnerNameRows();

  /**
   * @param ownerTypes names that types of owners had, each with the one that it has now
   */
  public FormerNames(
      Services services,
      Map<String, String> ownerTypes,
      Tables tables,
      OwnTransactions transactions) {
    this.services = services;
    this.ownerTypes = ownerTypes;
    this.tables = tables;
    this.transactions = transactions;
  }

  /**
   * Renames rows that can be renamed now, a short transaction for each batch. A run comes to an end
   * although a node with the opposite names may be at work, as in the midst of a deployment.
   */
  int rename() {
    return rename(
            services.former(),
            (from, to) -> transactions.call(sql -> rows.rename(sql, from, to, BATCH)))
        + rename(
            ownerTypes,
            (from, to) -> transactions.call(sql -> ownerRows.rename(sql, from, to, BATCH)))
        + rename(ownerTypes, this::letGo);
  }

  private static int rename(Map<String, String> names, ToIntBiFunction<String, String> work) {
    int renamed = 0;
    for (Map.Entry<String, String> name : names.entrySet()) {
      int batch = 1;
      for (int i = 0; i < BATCHES && batch > 0; i++) {
        batch = work.applyAsInt(name.getKey(), name.getValue());
        renamed += batch;
      }
    }
    return renamed;
  }

  /**
   * Detaches what nobody sees any more, since a node that did not know the name of before took its
   * slot; the files are retained.
   */
  private int letGo(String from, String to) {
    return transactions.call(sql -> {
      List<Owned> hidden = ownerRows.taken(sql, from, to, BATCH);
      hidden.sort(Comparator.comparing(attachment -> attachment.blobId().toString()));
      int gone = 0;
      for (Owned attachment : hidden) {
        if (tables.attachments().delete(sql, attachment)) {
          tables.blobs().lock(sql, attachment.blobId());
          tables.blobs().retain(sql, attachment.blobId());
          gone++;
        }
      }
      return gone;
    });
  }

  /**
   * Returns if no row names the service as it was called before.
   *
   * @throws AffixException if one does, or if {@code name} is itself such a name
   */
  public void requireNone(String name) {
    String now = services.former().get(name);
    if (now != null) {
      throw new AffixException("Service \"%s\" is called \"%s\" now".formatted(name, now));
    }
    services
        .former()
        .forEach((former, current) -> {
          if (current.equals(name) && transactions.call(sql -> rows.any(sql, former))) {
            throw new AffixException(
                "Rows still name service \"%s\" as \"%s\"; run affix.housekeeping() until they do not, which takes as long as uploads and notes of that name live"
                    .formatted(name, former));
          }
        });
  }
}
