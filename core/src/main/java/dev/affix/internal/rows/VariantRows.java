package dev.affix.internal.rows;

import dev.affix.model.StoredFile;
import dev.affix.model.VariantRecord.State;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements on {@code affix_variants}. A PENDING row is the lease to make the variant. */
public final class VariantRows {
  /** How long whoever makes a variant may take; until then bytes may come under its key. */
  public static final Duration LEASE = Duration.ofMinutes(2);

  private static final String COLUMNS =
      "v.id, v.blob_id, v.name, v.digest, v.state, v.attempts, v.faults,"
          + " v.last_error, v.service,"
          + " v.storage_key, v.owned, v.content_type, v.byte_size, v.md5, v.sha256, v.width, v.height";

  private final BlobRows blobs;

  public VariantRows(BlobRows blobs) {
    this.blobs = blobs;
  }

  /**
   * A variant as it stands.
   *
   * @param left of the lease or of a pause, by the database's clock; zero if it is over
   * @param attempts makings begun without an end; 0 while a pause lasts that a passing fault began
   * @param faults passing faults in a row
   */
  public record VariantRow(
      UUID id,
      UUID blobId,
      String name,
      String digest,
      State state,
      Duration left,
      int attempts,
      int faults,
      @Nullable String lastError,
      StoredFile file) {

    /** Whether nobody else may begin now. */
    public boolean leased() {
      return left.isPositive();
    }

    /** Whether somebody may be making it now. */
    public boolean making() {
      return leased() && attempts > 0;
    }
  }

  /**
   * Takes the first lease. False if the row exists, the blob is not STORED or no longer where
   * {@code source} says, or a deletion of the same key is still due.
   */
  public boolean insertPending(
      Sql sql,
      UUID id,
      UUID blobId,
      StoredFile source,
      String name,
      String digest,
      StoredFile file,
      Duration lease) {
    Instant now = Instant.now();
    return sql.insertIfAbsent(
        "insert into affix_variants (id, blob_id, name, digest, state, lease_until, attempts,"
            + " faults, service, storage_key, owned, created_at)"
            + " select ?, b.id, ?, ?, 'PENDING', "
            + sql.dialect().nowPlusMicros()
            + ", 1, 0, ?, ?, ?, ? from affix_blobs b where b.id = ? and b.state = 'STORED'"
            + " and b.service = ? and b.storage_key = ?"
            + " and not exists (select 1 from affix_deletions d"
            + " where d.service = ? and d.storage_key = ?)"
            + sql.dialect().keyShareOf("b"),
        id,
        name,
        digest,
        BlobRows.micros(lease),
        file.service(),
        file.storageKey(),
        file.owned(),
        now,
        blobId,
        source.service(),
        source.storageKey(),
        file.service(),
        file.storageKey());
  }

  /** The variant of that recipe, if there is a row. */
  public Optional<VariantRow> find(Sql sql, UUID blobId, String digest) {
    return sql.queryOne(
        select(sql) + " where v.blob_id = ? and v.digest = ?", VariantRows::read, blobId, digest);
  }

  /** Whether the row is still there. */
  public boolean exists(Sql sql, UUID id) {
    return !sql.query("select 1 from affix_variants where id = ?", row -> id, id).isEmpty();
  }

  /** Locks and returns every variant of a blob; the caller holds the blob's lock. */
  public List<VariantRow> lockAll(Sql sql, UUID blobId) {
    return sql.query(select(sql) + " where v.blob_id = ? for update", VariantRows::read, blobId);
  }

  /**
   * Takes over a lease or pause that ran out, or makes again what was READY or FAILED; by
   * compare-and-set on state and attempts, so that one of several wins.
   *
   * @param faults passing faults in a row so far
   */
  public boolean takeOver(Sql sql, VariantRow seen, int attempts, int faults, Duration lease) {
    return sql.update(
            "update affix_variants set state = 'PENDING', attempts = ?, faults = ?,"
                + " outdated_at = null, lease_until = "
                + sql.dialect().nowPlusMicros()
                + " where id = ? and state = ? and attempts = ? and service = ?",
            attempts,
            faults,
            BlobRows.micros(lease),
            seen.id(),
            seen.state(),
            seen.attempts(),
            seen.file().service())
        == 1;
  }

  /** PENDING to READY, if the lease is still ours. */
  public boolean ready(Sql sql, UUID id, int attempts, StoredFile file) {
    return sql.update(
            "update affix_variants set state = 'READY', lease_until = null, faults = 0,"
                + " last_error = null,"
                + " content_type = ?, byte_size = ?, md5 = ?, sha256 = ?, width = ?, height = ?"
                + " where id = ? and state = 'PENDING' and attempts = ?",
            file.contentType(),
            file.byteSize(),
            file.md5(),
            file.sha256(),
            file.width(),
            file.height(),
            id,
            attempts)
        == 1;
  }

  /** PENDING to FAILED, if the lease is still ours. */
  public boolean fail(Sql sql, UUID id, int attempts, String error) {
    return sql.update(
            "update affix_variants set state = 'FAILED', lease_until = null, faults = 0,"
                + " last_error = ?"
                + " where id = ? and state = 'PENDING' and attempts = ?",
            cut(error),
            id,
            attempts)
        == 1;
  }

  /**
   * Keeps the lease as a pause after a fault that may pass; the attempt does not count.
   *
   * @param faults in a row, with this one
   */
  public boolean backOff(Sql sql, UUID id, int attempts, String error, int faults, Duration pause) {
    return sql.update(
            "update affix_variants set attempts = 0, faults = ?, last_error = ?, lease_until = "
                + sql.dialect().nowPlusMicros()
                + " where id = ? and state = 'PENDING' and attempts = ?",
            faults,
            cut(error),
            BlobRows.micros(pause),
            id,
            attempts)
        == 1;
  }

  /** Keeps the lease as a pause after a making that came to no end; the attempt counts. */
  public boolean pause(Sql sql, UUID id, int attempts, String error, Duration pause) {
    return sql.update(
            "update affix_variants set last_error = ?, lease_until = "
                + sql.dialect().nowPlusMicros()
                + " where id = ? and state = 'PENDING' and attempts = ?",
            cut(error),
            BlobRows.micros(pause),
            id,
            attempts)
        == 1;
  }

  /** The variants of several blobs. */
  public List<VariantRow> of(Sql sql, Collection<UUID> blobIds) {
    return sql.query(
        select(sql) + " where v.blob_id in (" + "?, ".repeat(blobIds.size() - 1) + "?)",
        VariantRows::read,
        blobIds.toArray());
  }

  /** READY variants whose bytes are on a service, in the order of their keys. */
  public List<StoredFile> readyOn(Sql sql, String service, String afterKey, int limit) {
    return sql.query(
        select(sql)
            + " where v.service = ? and v.storage_key > ? and v.state = 'READY'"
            + " order by v.storage_key limit ?",
        row -> read(row).file(),
        service,
        afterKey,
        limit);
  }

  /** The bytes of a blob's READY variants are on another service now, under the same keys. */
  public int relocateReady(Sql sql, UUID blobId, String from, String to) {
    return sql.update(
        "update affix_variants set service = ?, owned = ?"
            + " where blob_id = ? and service = ? and state = 'READY'",
        to,
        true,
        blobId,
        from);
  }

  /** Deletes a variant that is not READY; it is made anew when somebody asks for it. */
  public void forget(Sql sql, UUID id) {
    sql.update("delete from affix_variants where id = ? and state <> 'READY'", id);
  }

  /** Deletes a READY row, so that the variant is made again; false if it is another's by now. */
  public boolean forgetReady(Sql sql, UUID id, String key) {
    return sql.update(
            "delete from affix_variants where id = ? and storage_key = ? and state = 'READY'"
                + " and owned = ?",
            id,
            key,
            true)
        == 1;
  }

  /** A variant as one of several that are looked for. */
  public record Sought(UUID blobId, String digest) {}

  /**
   * Those variants of several blobs that are READY.
   *
   * @param settled whether also those that FAILED, or that somebody has begun or waits with
   */
  public Set<Sought> there(
      Sql sql, Collection<UUID> blobIds, Collection<String> digests, boolean settled) {
    List<Object> arguments = new ArrayList<>(blobIds);
    arguments.addAll(digests);
    return Set.copyOf(
        sql.query(
            "select blob_id, digest from affix_variants where blob_id in (%s?) and digest in (%s?) and (state = 'READY'%s)"
                .formatted(
                    "?, ".repeat(blobIds.size() - 1),
                    "?, ".repeat(digests.size() - 1),
                    settled ? " or state = 'FAILED' or lease_until > " + sql.dialect().now() : ""),
            row -> new Sought(row.uuid("blob_id"), row.text("digest")),
            arguments.toArray()));
  }

  /** Mean length of some of a recipe's READY variants; empty if there is none. */
  public OptionalLong meanSize(Sql sql, String digest, int sample) {
    List<Long> sizes =
        sql.query(
            "select byte_size from affix_variants where digest = ? and state = 'READY'"
                + " and byte_size is not null limit ?",
            row -> row.number("byte_size"),
            digest,
            sample);
    OptionalDouble mean = sizes.stream().mapToLong(Long::longValue).average();
    return mean.isPresent()
        ? OptionalLong.of(Math.round(mean.getAsDouble()))
        : OptionalLong.empty();
  }

  /** The next digest after that one, in their order; empty if there is none. */
  public Optional<String> nextDigest(Sql sql, String after) {
    return sql.queryOne(
            "select min(digest) as digest from affix_variants where digest > ?",
            row -> Optional.ofNullable(row.textOrNull("digest")),
            after)
        .flatMap(Function.identity());
  }

  /** Marks variants of a recipe as outdated from now on; gives how many. */
  public int markOutdated(Sql sql, String digest, int limit) {
    List<UUID> ids =
        sql.query(
            "select id from affix_variants where digest = ? and outdated_at is null limit ?"
                + " for update skip locked",
            row -> row.uuid("id"),
            digest,
            limit);
    return mark(sql, ids, sql.dialect().now());
  }

  /** Takes marks back, the oldest first; gives how many. */
  public int unmarkOutdated(Sql sql, String digest, int limit) {
    List<UUID> ids =
        sql.query(
            "select id from affix_variants where digest = ? and outdated_at is not null"
                + " order by outdated_at limit ? for update skip locked",
            row -> row.uuid("id"),
            digest,
            limit);
    return mark(sql, ids, "null");
  }

  private static int mark(Sql sql, List<UUID> ids, String value) {
    return ids.isEmpty()
        ? 0
        : sql.update(
            "update affix_variants set outdated_at = %s where id in (%s?)"
                .formatted(value, "?, ".repeat(ids.size() - 1)),
            ids.toArray());
  }

  /** Locks variants of a recipe that were marked long enough ago and that nobody is making. */
  public List<VariantRow> lockOutdated(Sql sql, String digest, Duration grace, int limit) {
    return sql.query(
        select(sql)
            + " where v.digest = ? and v.outdated_at <= "
            + sql.dialect().nowPlusMicros()
            + " and not (v.state = 'PENDING' and v.attempts > 0 and v.lease_until > "
            + sql.dialect().now()
            + ") order by v.outdated_at limit ? for update skip locked",
        VariantRows::read,
        digest,
        -BlobRows.micros(grace),
        limit);
  }

  /** Deletes a row that the caller has locked. */
  public void deleteLocked(Sql sql, UUID id) {
    sql.update("delete from affix_variants where id = ?", id);
  }

  /** Deletes all variants of a blob that nothing refers to; the caller holds the blob's lock. */
  public int deleteUnreferenced(Sql sql, UUID blobId) {
    return sql.update(
        "delete from affix_variants where blob_id = ? and " + blobs.unreferenced(),
        blobs.withReferences(blobId));
  }

  private static String select(Sql sql) {
    return "select "
        + COLUMNS
        + ", v.lease_until, "
        + sql.dialect().now()
        + " as moment from affix_variants v";
  }

  private static Duration left(Row row) throws SQLException {
    Instant until = row.instantOrNull("lease_until");
    Duration left = until == null ? Duration.ZERO : Duration.between(row.instant("moment"), until);
    return left.isPositive() ? left : Duration.ZERO;
  }

  private static VariantRow read(Row row) throws SQLException {
    return new VariantRow(
        row.uuid("id"),
        row.uuid("blob_id"),
        row.text("name"),
        row.text("digest"),
        State.valueOf(row.text("state")),
        left(row),
        (int) row.number("attempts"),
        (int) row.number("faults"),
        row.textOrNull("last_error"),
        new StoredFile(
            row.text("service"),
            row.text("storage_key"),
            row.flag("owned"),
            row.textOrNull("content_type"),
            row.numberOrNull("byte_size"),
            row.textOrNull("md5"),
            row.textOrNull("sha256"),
            row.smallNumberOrNull("width"),
            row.smallNumberOrNull("height")));
  }

  private static String cut(String error) {
    return error.length() <= 500 ? error : error.substring(0, 500);
  }
}
