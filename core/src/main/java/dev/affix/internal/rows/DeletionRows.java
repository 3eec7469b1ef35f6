package dev.affix.internal.rows;

import dev.affix.internal.Uuids;
import dev.affix.model.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Statements on {@code affix_deletions}: the notes of objects that are to go. */
public final class DeletionRows {
  /**
   * How long after a storage call that did not end well its request may still take effect: stores
   * accept signatures for a quarter of an hour, so nothing that was sent begins later.
   */
  public static final Duration ON_ITS_WAY = Duration.ofMinutes(15);

  /** Why an object goes. */
  public enum Reason {
    PURGED,
    REPLACED,
    EXPIRED,
    FAILED,
    /** Not stored yet: whoever moves a file there holds the note as a lease until it is due. */
    MOVING,
    /** Where a file was before it moved; kept there for a grace time. */
    MOVED,
    /** A variant whose recipe nobody knows any more. */
    OUTDATED,
    /** No row named it; an operator had it repaired. */
    STRAY
  }

  /** A note that was claimed. */
  public record Deletion(UUID id, String service, String storageKey, int attempts) {}

  private final String nameNow;

  /**
   * @param formerNames names that services had, each with the one that it is now: notes keep the
   *     old one while rows of the same place have the new one already
   */
  public DeletionRows(Map<String, String> formerNames) {
    this.nameNow =
        formerNames.isEmpty()
            ? "d.service"
            : formerNames.entrySet().stream()
                .map(name -> "when '%s' then '%s'".formatted(name.getKey(), name.getValue()))
                .collect(Collectors.joining(" ", "case d.service ", " else d.service end"));
  }

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
   * What rows say of a place: a file is there, or a note.
   *
   * @param late whether the note is of a file that may still be on its way there
   */
  public record Named(String key, boolean note, boolean late) {}

  /** Which of these places rows name. */
  public List<Named> named(Sql sql, String service, Collection<String> keys) {
    String condition =
        " where service = ? and storage_key in (" + "?, ".repeat(keys.size() - 1) + "?)";
    List<Object> arguments = new ArrayList<>();
    for (int table = 0; table < 3; table++) {
      arguments.add(service);
      arguments.addAll(keys);
    }
    return sql.query(
        "select storage_key, 1 as note, case when reason = 'MOVING' and last_error is not null"
            + " then 1 else 0 end as late from affix_deletions"
            + condition
            + " union all select storage_key, 0 as note, 0 as late from affix_blobs"
            + condition
            + " union all select storage_key, 0 as note, 0 as late from affix_variants"
            + condition,
        row -> new Named(row.text("storage_key"), row.number("note") == 1, row.number("late") == 1),
        arguments.toArray());
  }

  /**
   * Names a place before a file is moved there; the note is the lease. False if there is a note. It
   * reads no other table: that would keep MariaDB from inserting rows of other transactions there.
   */
  public boolean insertLease(Sql sql, UUID id, String service, String key, Duration lease) {
    return sql.insertIfAbsent(
        "insert into affix_deletions (id, service, storage_key, reason, due_at, attempts, created_at)"
            + " values (?, ?, ?, 'MOVING', "
            + sql.dialect().nowPlusMicros()
            + ", 0, ?)",
        id,
        service,
        key,
        BlobRows.micros(lease),
        Instant.now());
  }

  /**
   * Takes over the note of a place as a lease: one whose holder is late, or that of a file which
   * moved away from there and comes back, or one that was given up while its file may still be on
   * its way there. By compare-and-set: a note that was claimed for deletion has another reason.
   */
  public boolean takeOverLease(Sql sql, UUID id, String service, String key, Duration lease) {
    return sql.update(
            "update affix_deletions set id = ?, reason = 'MOVING', attempts = 0, last_error = null,"
                + " due_at = "
                + sql.dialect().nowPlusMicros()
                + " where service = ? and storage_key = ?"
                + " and (reason = 'MOVED' or reason = 'MOVING' and (last_error is not null"
                + " or due_at <= "
                + sql.dialect().now()
                + "))",
            id,
            BlobRows.micros(lease),
            service,
            key)
        == 1;
  }

  /** The file is there and its row names it; false if the lease ran out. */
  public boolean endLease(Sql sql, UUID id) {
    return sql.update(
            "delete from affix_deletions where id = ? and reason = 'MOVING' and due_at > "
                + sql.dialect().now(),
            id)
        == 1;
  }

  /** What was stored under the lease goes now; false if somebody else has the note by now. */
  public boolean expireLease(Sql sql, UUID id) {
    return sql.update(
            "update affix_deletions set due_at = "
                + sql.dialect().now()
                + " where id = ? and reason = 'MOVING'",
            id)
        == 1;
  }

  /**
   * What may still be on its way there goes when it must have arrived; until then anybody may take
   * over the lease. False if somebody else has the note by now.
   */
  public boolean leaveLease(Sql sql, UUID id) {
    return sql.update(
            "update affix_deletions set last_error = 'given up while it was on its way', due_at = "
                + sql.dialect().nowPlusMicros()
                + " where id = ? and reason = 'MOVING'",
            BlobRows.micros(ON_ITS_WAY),
            id)
        == 1;
  }

  /**
   * Notes that what may be at a place goes when {@code delay} is over, unless a file's row or a
   * note names the place.
   */
  public void insertUnlessNamed(
      Sql sql, String service, String key, Reason reason, Duration delay) {
    sql.insertIfAbsent(
        "insert into affix_deletions (id, service, storage_key, reason, due_at, attempts, created_at)"
            + " select ?, ?, ?, ?, "
            + sql.dialect().nowPlusMicros()
            + ", 0, ? from (select 1 as one) o where not exists (select 1 from affix_blobs b"
            + " where b.service = ? and b.storage_key = ?)"
            + " and not exists (select 1 from affix_variants v"
            + " where v.service = ? and v.storage_key = ?)",
        Uuids.next(),
        service,
        key,
        reason,
        BlobRows.micros(delay),
        Instant.now(),
        service,
        key,
        service,
        key);
  }

  /** Nothing was stored under the lease, and what is there is not Affix's. */
  public void withdrawLease(Sql sql, UUID id) {
    sql.update("delete from affix_deletions where id = ? and reason = 'MOVING'", id);
  }

  /** The file is purged: what was left of it where it moved away goes now, too. */
  public void hastenMoved(Sql sql, Collection<String> services, String key) {
    List<Object> arguments = new ArrayList<>(services);
    arguments.add(key);
    sql.update(
        "update affix_deletions set due_at = "
            + sql.dialect().now()
            + " where service in ("
            + "?, ".repeat(services.size() - 1)
            + "?) and storage_key = ? and reason = 'MOVED'",
        arguments.toArray());
  }

  /** Notes that an object goes that no row names; false if one does by now, or there is a note. */
  public boolean insertStray(Sql sql, String service, String storageKey, Duration delay) {
    return sql.insertIfAbsent(
        "insert into affix_deletions (id, service, storage_key, reason, due_at, attempts, created_at)"
            + " select ?, ?, ?, ?, "
            + sql.dialect().nowPlusMicros()
            + ", 0, ? from (select 1 as one) o where not exists (select 1 from affix_blobs b"
            + " where b.service = ? and b.storage_key = ?)"
            + " and not exists (select 1 from affix_variants v"
            + " where v.service = ? and v.storage_key = ?)",
        Uuids.next(),
        service,
        storageKey,
        Reason.STRAY,
        BlobRows.micros(delay),
        Instant.now(),
        service,
        storageKey,
        service,
        storageKey);
  }

  /** How many notes are due now. */
  public long countDue(Sql sql) {
    return sql.queryOne(
            "select count(*) as n from affix_deletions where due_at <= " + sql.dialect().now(),
            row -> row.number("n"))
        .orElse(0L);
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
                + " where b.service in (d.service, "
                + nameNow
                + ") and b.storage_key = d.storage_key)"
                + " and not exists (select 1 from affix_variants v"
                + " where v.service in (d.service, "
                + nameNow
                + ") and v.storage_key = d.storage_key)"
                + " order by d.due_at limit ? for update skip locked",
            row ->
                new Deletion(
                    row.uuid("id"),
                    row.text("service"),
                    row.text("storage_key"),
                    (int) row.number("attempts")),
            limit);
    for (Deletion deletion : due) {
      take(sql, deletion.id(), lease);
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

  /** From here on the object goes: who would use its place again sees that by the reason. */
  private static void take(Sql sql, UUID id, Duration lease) {
    sql.update(
        "update affix_deletions set due_at = "
            + sql.dialect().nowPlusMicros()
            + ", reason = case reason when 'MOVING' then 'FAILED' when 'MOVED' then 'EXPIRED'"
            + " else reason end where id = ?",
        BlobRows.micros(lease),
        id);
  }
}
