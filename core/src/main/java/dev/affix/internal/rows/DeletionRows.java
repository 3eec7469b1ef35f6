package dev.affix.internal.rows;

import dev.affix.internal.Uuids;
import dev.affix.model.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Statements on {@code affix_deletions}: the notes of objects that are to go. */
public final class DeletionRows {

  /** Why an object goes. */
  public enum Reason {
    PURGED,
    REPLACED,
    EXPIRED,
    FAILED
  }

  /** A note that was claimed. */
  public record Deletion(UUID id, String service, String storageKey, int attempts) {}

  /** Notes that the object goes when {@code delay} is over. A note that is there already stays. */
  public void insert(Sql sql, StoredFile file, Reason reason, Duration delay) {
    sql.insertIfAbsent(
        "insert into affix_deletions (id, service, storage_key, reason, due_at, attempts, created_at)"
            + " values (?, ?, ?, ?, "
            + sql.dialect().nowPlusMicros()
            + ", 0, ?)",
        Uuids.next(),
        file.service(),
        file.storageKey(),
        reason,
        BlobRows.micros(delay),
        Instant.now());
  }

  /** Notes that an object goes now unless a variant row names it; a note that waited is due. */
  public void insertDueUnlessVariant(Sql sql, StoredFile file, Reason reason) {
    boolean inserted =
        sql.insertIfAbsent(
            "insert into affix_deletions (id, service, storage_key, reason, due_at, attempts, created_at)"
                + " select ?, ?, ?, ?, "
                + sql.dialect().now()
                + ", 0, ? from (select 1 as one) o where not exists (select 1 from affix_variants v"
                + " where v.service = ? and v.storage_key = ?)",
            Uuids.next(),
            file.service(),
            file.storageKey(),
            reason,
            Instant.now(),
            file.service(),
            file.storageKey());
    if (!inserted) {
      sql.update(
          "update affix_deletions set due_at = "
              + sql.dialect().now()
              + " where service = ? and storage_key = ? and due_at > "
              + sql.dialect().now(),
          file.service(),
          file.storageKey());
    }
  }

  /**
   * Claims due notes for {@code lease}: nobody else sees them as due until then. A note whose key a
   * row names again is not claimed, since it would delete a live file.
   */
  public List<Deletion> claim(Sql sql, int limit, Duration lease) {
    List<Deletion> due =
        sql.query(
            "select d.id, d.service, d.storage_key, d.attempts from affix_deletions d"
                + " where d.due_at <= "
                + sql.dialect().now()
                + " and not exists (select 1 from affix_blobs b"
                + " where b.service = d.service and b.storage_key = d.storage_key)"
                + " and not exists (select 1 from affix_variants v"
                + " where v.service = d.service and v.storage_key = d.storage_key)"
                + " order by d.due_at limit ? for update skip locked",
            row ->
                new Deletion(
                    row.uuid("id"),
                    row.text("service"),
                    row.text("storage_key"),
                    (int) row.number("attempts")),
            limit);
    for (Deletion deletion : due) {
      postpone(sql, deletion.id(), lease);
    }
    return due;
  }

  /** The object is gone; so is its note. */
  public void delete(Sql sql, UUID id) {
    sql.update("delete from affix_deletions where id = ?", id);
  }

  /** The object could not be deleted; tried again when {@code pause} is over. */
  public void fail(Sql sql, UUID id, String error, Duration pause) {
    sql.update(
        "update affix_deletions set attempts = attempts + 1, last_error = ?, due_at = "
            + sql.dialect().nowPlusMicros()
            + " where id = ?",
        error.length() <= 500 ? error : error.substring(0, 500),
        BlobRows.micros(pause),
        id);
  }

  private static void postpone(Sql sql, UUID id, Duration lease) {
    sql.update(
        "update affix_deletions set due_at = " + sql.dialect().nowPlusMicros() + " where id = ?",
        BlobRows.micros(lease),
        id);
  }
}
