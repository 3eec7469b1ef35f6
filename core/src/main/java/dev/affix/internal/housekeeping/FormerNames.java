package dev.affix.internal.housekeeping;

import dev.affix.AffixException;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.ServiceNameRows;
import dev.affix.internal.staging.Services;
import java.util.Map;

/**
 * Names that services had before. Whoever compares a place with its rows, or keeps two notes of one
 * place apart, knows one name only, so rows that have another must be gone first.
 */
public final class FormerNames {
  private static final int BATCH = 500;
  private static final int BATCHES = 100;

  private final Services services;
  private final OwnTransactions transactions;
  private final ServiceNameRows rows = new ServiceNameRows();

  public FormerNames(Services services, OwnTransactions transactions) {
    this.services = services;
    this.transactions = transactions;
  }

  /**
   * Renames rows that can be renamed now, a short transaction for each batch. A run comes to an end
   * although a node with the opposite names may be at work, as in the midst of a deployment.
   */
  int rename() {
    int renamed = 0;
    for (Map.Entry<String, String> name : services.former().entrySet()) {
      int batch = 1;
      for (int i = 0; i < BATCHES && batch > 0; i++) {
        batch = rename(name.getKey(), name.getValue());
        renamed += batch;
      }
    }
    return renamed;
  }

  private int rename(String from, String to) {
    return transactions.call(sql -> rows.rename(sql, from, to, BATCH));
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
