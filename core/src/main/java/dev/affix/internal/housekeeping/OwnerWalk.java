package dev.affix.internal.housekeeping;

import dev.affix.internal.rows.AttachmentRows.Named;
import dev.affix.internal.rows.AttachmentRows.Visited;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.OwnerRows;
import dev.affix.internal.rows.OwnerTable;
import dev.affix.internal.rows.Owners;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the attachments on a service and asks whether their owners are there; a short
 * transaction for each thousand. Whoever seems to be gone is looked for once more.
 */
final class OwnerWalk {
  private static final int BATCH = 1_000;

  private final String service;
  private final Owners owners;
  private final Tables tables;
  private final OwnTransactions transactions;
  private final Consumer<Difference> found;
  private final OwnerRows ownerRows = new OwnerRows();
  private final List<String> unchecked = new ArrayList<>();
  private long attachments;

  OwnerWalk(
      String service,
      Owners owners,
      Tables tables,
      OwnTransactions transactions,
      Consumer<Difference> found) {
    this.service = service;
    this.owners = owners;
    this.tables = tables;
    this.transactions = transactions;
    this.found = found;
  }

  private record Page(List<Visited> attachments, Set<String> ownersGone) {}

  /** Attachments looked at. */
  long attachments() {
    return attachments;
  }

  /** Owners that could not be looked for, and why. */
  List<String> unchecked() {
    return unchecked;
  }

  void run() {
    for (Named kind : transactions.call(tables.attachments()::kinds)) {
      walk(kind, owners.tables().get(kind.ownerType()));
    }
  }

  private void walk(Named kind, @Nullable OwnerTable table) {
    String ownerId = "";
    String slot = "";
    while (true) {
      Page page = page(kind, table, ownerId, slot);
      if (page.attachments.isEmpty()) {
        return;
      }
      if (table == null && owners.types().contains(kind.ownerType())) {
        unchecked.add(
            "owners of %s of \"%s\": their ids cannot be read back from text, or tenants have tables of their own"
                .formatted(kind.name(), kind.ownerType()));
        return;
      }
      attachments += page.attachments.size();
      page.attachments.forEach(attachment -> visit(kind, table, attachment, page.ownersGone));
      Visited last = page.attachments.get(page.attachments.size() - 1);
      ownerId = last.ownerId();
      slot = last.slot();
    }
  }

  private Page page(Named kind, @Nullable OwnerTable table, String ownerId, String slot) {
    return transactions.call(sql -> {
      List<Visited> visited = tables.attachments().after(sql, service, kind, ownerId, slot, BATCH);
      Set<String> ids = visited.stream().map(Visited::ownerId).collect(Collectors.toSet());
      return new Page(visited, table == null ? Set.of() : ownerRows.absent(sql, table, ids));
    });
  }

  private void visit(
      Named kind, @Nullable OwnerTable table, Visited attachment, Set<String> ownersGone) {
    if (table == null) {
      if (transactions.call(sql -> isThere(sql, attachment))) {
        found.accept(new Difference.UnknownOwner(kind, attachment));
      }
    } else if (ownersGone.contains(attachment.ownerId())
        && transactions.call(sql -> isOrphan(sql, table, attachment))) {
      boolean readable = table.ids().read(attachment.ownerId()).isPresent();
      found.accept(new Difference.Orphan(kind, attachment, readable));
    }
  }

  /** Whether the attachment is still what it was, and its owner has no row. */
  boolean isOrphan(Sql sql, OwnerTable table, Visited attachment) {
    return isThere(sql, attachment)
        && !ownerRows.absent(sql, table, List.of(attachment.ownerId())).isEmpty();
  }

  private boolean isThere(Sql sql, Visited attachment) {
    return tables
        .attachments()
        .owner(sql, attachment.id())
        .filter(now -> now.blobId().equals(attachment.blobId()))
        .isPresent();
  }
}
