package dev.affix.internal.housekeeping;

import dev.affix.AffixException;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Owners;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.Services;
import dev.affix.lifecycle.AuditReport;
import dev.affix.lifecycle.Finding;
import dev.affix.lifecycle.Finding.Kind;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.StorageService;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Compares rows and objects of one service both ways, and attachments with their owners, in memory
 * that does not grow with them. Changes nothing.
 */
public final class Audit {
  private final Services services;
  private final Tables tables;
  private final OwnTransactions transactions;
  private final Owners owners;
  private final FormerNames names;

  public Audit(
      Services services,
      Tables tables,
      OwnTransactions transactions,
      Owners owners,
      FormerNames names) {
    this.names = names;
    this.services = services;
    this.tables = tables;
    this.transactions = transactions;
    this.owners = owners;
  }

  /** What there was, beside differences. */
  record Totals(long objects, long same, long attachments, List<String> unchecked) {}

  /**
   * Compares all there is.
   *
   * @throws AffixException if the service cannot list what it keeps, or rows have an older name of
   *     it
   */
  public AuditReport of(String serviceName) {
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    List<Finding> listed = new ArrayList<>();
    Totals totals =
        run(
            serviceName,
            difference -> {
              Finding finding = difference.finding(serviceName);
              if (counts.merge(finding.kind(), 1L, Long::sum) <= AuditReport.MAX_LISTED) {
                listed.add(finding);
              }
            });
    return new AuditReport(
        serviceName,
        totals.objects,
        totals.same,
        totals.attachments,
        counts,
        listed,
        totals.unchecked);
  }

  /** Compares all there is and tells each difference as it is found. */
  Totals run(String serviceName, Consumer<Difference> found) {
    StorageService service = services.require(serviceName);
    if (!(service instanceof ObjectListing listing)) {
      throw new AffixException(
          "Service \"" + serviceName + "\" cannot list its objects, so it cannot be audited");
    }
    names.requireNone(serviceName);
    var merge = new KeyMerge(serviceName, service, tables, transactions, found);
    merge.run(listing.list());
    var walk = new OwnerWalk(serviceName, owners, tables, transactions, found);
    walk.run();
    return new Totals(merge.objects(), merge.same(), walk.attachments(), walk.unchecked());
  }
}
