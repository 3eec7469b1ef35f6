package dev.affix.internal.housekeeping;

import dev.affix.AffixException;
import dev.affix.internal.attaching.OrphanPurge;
import dev.affix.internal.claims.Claims;
import dev.affix.internal.rows.AttachmentRows.Owned;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.OwnerRows;
import dev.affix.internal.rows.OwnerTable;
import dev.affix.internal.rows.Owners;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.staging.Services;
import dev.affix.lifecycle.AttachmentEvent;
import dev.affix.lifecycle.Repair;
import dev.affix.lifecycle.RepairReport;
import dev.affix.lifecycle.RepairReport.Action;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Repairs under guards: only a service that nothing else writes to, that this environment claimed,
 * and that holds no adopted files. Objects are never deleted here, only noted; each step looks
 * again, in the transaction that changes something.
 */
public final class Repairing {
  private final Services services;
  private final Set<String> exclusive;
  private final Claims claims;
  private final Audit audit;
  private final Tables tables;
  private final OwnTransactions transactions;
  private final Owners owners;
  private final OrphanPurge orphans;
  private final OwnerRows ownerRows = new OwnerRows();

  /**
   * @param exclusive services that nothing but Affix writes to
   */
  public Repairing(
      Services services,
      Set<String> exclusive,
      Claims claims,
      Audit audit,
      Tables tables,
      OwnTransactions transactions,
      Owners owners,
      OrphanPurge orphans) {
    this.services = services;
    this.exclusive = Set.copyOf(exclusive);
    this.claims = claims;
    this.audit = audit;
    this.tables = tables;
    this.transactions = transactions;
    this.owners = owners;
    this.orphans = orphans;
  }

  /**
   * A repair with the defaults.
   *
   * @throws AffixException if there is no such service
   */
  public Repair of(String service) {
    services.require(service);
    return new OrderedRepair(this, new RepairOrder(service));
  }

  RepairReport dryRun(RepairOrder order) {
    guard(order.service());
    RepairPlan plan = new RepairPlan(order, now(order.service()));
    return plan.report(true, Map.of(), audit.run(order.service(), plan::consider));
  }

  RepairReport run(RepairOrder order) {
    guard(order.service());
    RepairPlan plan = new RepairPlan(order, now(order.service()));
    Audit.Totals totals = audit.run(order.service(), plan::consider);
    RepairReport planned = plan.report(true, Map.of(), totals);
    if (planned.exceedsCeiling()) {
      throw new AffixException(
          "Repair of service \"%s\" is more than the %d steps it may take: %s. Nothing was done; look at dryRun().text(), and if it is right, raise ceiling(..)"
              .formatted(order.service(), planned.ceiling(), planned.planned()));
    }
    guard(order.service()); // an audit takes its time
    Map<Action, Long> done = new EnumMap<>(Action.class);
    for (RepairPlan.Planned step : plan.steps()) {
      if (take(order, plan, step)) {
        done.merge(step.action(), 1L, Long::sum);
      }
    }
    return plan.report(false, done, totals);
  }

  private void guard(String name) {
    if (!exclusive.contains(name)) {
      throw new AffixException(
          "Service \"%s\" is not declared exclusive, so objects without rows may be somebody else's; if nothing but Affix writes there, call exclusive(\"%s\") on the builder"
              .formatted(name, name));
    }
    claims.requireOwn(name);
    if (transactions.call(sql -> tables.blobs().hasAdopted(sql, name))) {
      throw new AffixException(
          "Service \"%s\" holds adopted files, which others know by names that no row may tell, so it is not repaired; delete what audit(\"%s\") calls stray by hand"
              .formatted(name, name));
    }
  }

  private boolean take(RepairOrder order, RepairPlan plan, RepairPlan.Planned step) {
    return switch (step.cause()) {
      case Difference.Stray(StoredObject object) -> note(order, plan, object.key());
      case Difference.Missing missing -> {
        StorageKey key = StorageKey.of(missing.row().key());
        yield services.require(order.service()).head(key).isEmpty()
            && transactions.call(
                sql -> tables.variants().forget(sql, missing.row().id(), key.value()));
      }
      case Difference.Orphan orphan -> purge(order, orphan);
      case Difference.Different d -> false;
      case Difference.Loose l -> false;
      case Difference.UnknownOwner u -> false;
    };
  }

  private boolean note(RepairOrder order, RepairPlan plan, StorageKey key) {
    return services.require(order.service()).head(key).filter(plan::isOld).isPresent()
        && transactions.call(sql ->
            tables
                .deletions()
                .insertStray(sql, order.service(), key.value(), delay(sql, order, key)));
  }

  /**
   * A variant of a living blob goes at once: while its note waits it could not be made again, and
   * there is nothing in it that the blob has not.
   */
  private Duration delay(Sql sql, RepairOrder order, StorageKey key) {
    int hyphen = key.value().indexOf('-');
    return hyphen >= 0
            && tables.blobs().isNamed(sql, order.service(), key.value().substring(0, hyphen))
        ? Duration.ZERO
        : order.grace();
  }

  private boolean purge(RepairOrder order, Difference.Orphan orphan) {
    Optional<AttachmentEvent> purged = transactions.call(sql -> purge(sql, order, orphan));
    purged.ifPresent(orphans::tell);
    return purged.isPresent();
  }

  private Optional<AttachmentEvent> purge(Sql sql, RepairOrder order, Difference.Orphan orphan) {
    OwnerTable table = owners.tables().get(orphan.kind().ownerType());
    Optional<Owned> attachment = tables.attachments().owner(sql, orphan.attachment().id());
    return attachment
        .filter(now -> now.blobId().equals(orphan.attachment().blobId()))
        .filter(
            now -> table != null && !ownerRows.absent(sql, table, List.of(now.ownerId())).isEmpty())
        .flatMap(now -> orphans.purge(sql, now, order.grace()));
  }

  /** The service's own time: what it says of an object written now. */
  private Instant now(String name) {
    StorageService service = services.require(name);
    StorageKey key = StorageKey.of(StorageKey.RESERVED + "clock-" + StorageKey.random());
    try (InputStream body = new ByteArrayInputStream(new byte[] {'\n'})) {
      return service.put(PutRequest.of(key, "text/plain").withLength(1), body).lastModified();
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory could not be read", e);
    } finally {
      service.delete(key);
    }
  }
}
