package dev.affix.internal.direct;

import dev.affix.internal.Uuids;
import dev.affix.internal.direct.DirectRoom.Terms;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.internal.rows.OwnTransactions;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.rows.UploadRows.UploadRow;
import dev.affix.internal.signing.Principal;
import dev.affix.storage.StorageKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of uploads that were begun: who has how many, and which still wait. */
final class UploadLedger {
  /** What keys of direct uploads begin with; nothing under it is ever attached or served. */
  static final String STAGING = "staging/";

  private final Tables tables;
  private final OwnTransactions transactions;
  private final Terms terms;

  UploadLedger(Tables tables, OwnTransactions transactions, Terms terms) {
    this.tables = tables;
    this.transactions = transactions;
    this.terms = terms;
  }

  /** What came of the wish to begin an upload. */
  sealed interface Entry {
    /** There is a row now. */
    record Begun(UploadRow upload) implements Entry {}

    /**
     * There is too much outstanding.
     *
     * @param room how long until the oldest of the principal's uploads expires
     */
    record Full(Duration room) implements Entry {}
  }

  /** Enters an upload unless the principal has too much outstanding. */
  Entry begin(Principal principal, String service, Declaration declared, Instant now) {
    String folder = STAGING + principal.mark();
    var row =
        new UploadRow(
            Uuids.next(),
            service,
            folder + "/" + StorageKey.random(),
            declared.filename(),
            declared.contentType(),
            declared.byteSize(),
            declared.md5(),
            now.plus(terms.rowLifetime()));
    return transactions.call(sql -> begin(sql, folder, row, now));
  }

  private Entry begin(Sql sql, String folder, UploadRow row, Instant now) {
    Duration lifetime = terms.rowLifetime();
    tables.uploads().lockFolder(sql, row.service(), folder, lifetime);
    List<UploadRow> others = tables.uploads().outstanding(sql, row.service(), folder);
    // Subtracted, not added: declared lengths may be as large as they like.
    long left = terms.limits().outstandingBytes();
    for (UploadRow other : others) {
      left -= other.byteSize();
    }
    if (others.size() >= terms.limits().outstandingUploads() || row.byteSize() > left) {
      return new Entry.Full(untilOldestEnds(others, now));
    }
    tables.uploads().insert(sql, row, lifetime);
    return new Entry.Begun(row);
  }

  Optional<UploadRow> find(UUID id) {
    return transactions.call(sql -> tables.uploads().find(sql, id));
  }

  /** See {@link dev.affix.internal.rows.UploadRows#giveUp}; in the caller's transaction. */
  boolean giveUp(Sql sql, UUID id, Reason reason) {
    return tables.uploads().giveUp(sql, id, reason);
  }

  boolean giveUp(UUID id, Reason reason) {
    return transactions.call(sql -> giveUp(sql, id, reason));
  }

  private static Duration untilOldestEnds(List<UploadRow> uploads, Instant now) {
    return uploads.stream()
        .map(UploadRow::expiresAt)
        .min(Comparator.naturalOrder())
        .map(end -> Duration.between(now, end))
        .filter(Duration::isPositive)
        .orElse(Duration.ofSeconds(1));
  }
}
