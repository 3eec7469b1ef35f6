package dev.affix.internal.housekeeping;

import dev.affix.AffixException;
import dev.affix.internal.pacing.Pacer;
import dev.affix.internal.pacing.Ticker;
import dev.affix.internal.pacing.Vitals;
import dev.affix.internal.rows.Dialect;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Owners;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.Services;
import dev.affix.lifecycle.AuditReport;
import dev.affix.lifecycle.Finding;
import dev.affix.lifecycle.Finding.Kind;
import dev.affix.pace.Pace;
import dev.affix.storage.ObjectListing;
import dev.affix.storage.StorageService;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

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
  private final Dialect dialect;

  public Audit(
      Services services,
      Tables tables,
      OwnTransactions transactions,
      Owners owners,
      FormerNames names,
      Dialect dialect) {
    this.names = names;
    this.dialect = dialect;
    this.services = services;
    this.tables = tables;
    this.transactions = transactions;
    this.owners = owners;
  }

  /** What there was, beside differences. */
  record Totals(long objects, long same, long read, long attachments, List<String> unchecked) {}

  /**
   * Compares all there is, bytes only where the listing makes them suspicious.
   *
   * @throws AffixException if the service cannot list what it keeps, or rows have an older name of
   *     it
   */
  public AuditReport of(String serviceName) {
    return report(serviceName, found -> run(serviceName, found));
  }

  /**
   * Compares all there is, and reads every object.
   *
   * @throws AffixException as {@link #of(String)}, or if the thread is interrupted
   */
  public AuditReport byReading(String serviceName, Pace pace) {
    Vitals vitals = vitals();
    return report(
        serviceName,
        found -> {
          var pacer = new Pacer(pace, vitals, Ticker.SYSTEM);
          return run(serviceName, found, new ByReading(pacer, pace.threads()), vitals);
        });
  }

  private static AuditReport report(
      String serviceName, Function<Consumer<Difference>, Totals> audit) {
    Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    List<Finding> listed = new ArrayList<>();
    Totals totals =
        audit.apply(difference -> {
          Finding finding = difference.finding(serviceName);
          if (counts.merge(finding.kind(), 1L, Long::sum) <= AuditReport.MAX_LISTED) {
            listed.add(finding);
          }
        });
    return new AuditReport(
        serviceName,
        totals.objects,
        totals.same,
        totals.read,
        totals.attachments,
        counts,
        listed,
        totals.unchecked);
  }

  /** Compares all there is and tells each difference as it is found. */
  Totals run(String serviceName, Consumer<Difference> found) {
    return run(serviceName, found, new ByTag(), vitals());
  }

  private Vitals vitals() {
    return new Vitals(transactions, dialect, Ticker.SYSTEM);
  }

  private Totals run(String serviceName, Consumer<Difference> found, Depth depth, Vitals vitals) {
    StorageService service = services.require(serviceName);
    if (!(service instanceof ObjectListing listing)) {
      throw new AffixException(
          "Service \"" + serviceName + "\" cannot list its objects, so it cannot be audited");
    }
    names.requireNone(serviceName);
    var merge =
        new KeyMerge(
            serviceName,
            service,
            tables,
            transactions,
            found,
            depth,
            new Rereading(service, vitals));
    try (depth) {
      merge.run(listing.list());
    }
    var walk = new OwnerWalk(serviceName, owners, tables, transactions, found);
    walk.run();
    List<String> unchecked = new ArrayList<>(depth.unchecked());
    unchecked.addAll(merge.unread());
    unchecked.addAll(walk.unchecked());
    return new Totals(merge.objects(), merge.same(), merge.read(), walk.attachments(), unchecked);
  }
}
