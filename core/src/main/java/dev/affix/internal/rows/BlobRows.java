package dev.affix.internal.rows;

import dev.affix.AffixException;
import dev.affix.image.ImageProperties;
import dev.affix.image.Placeholder;
import dev.affix.model.Blob;
import dev.affix.model.BlobState;
import dev.affix.model.PictureFacts;
import dev.affix.model.StoredFile;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Statements on {@code affix_blobs}. */
public final class BlobRows {
  static final String COLUMNS =
      "b.id as blob_id, b.service, b.storage_key, b.owned, b.filename, b.content_type, b.type_source,"
          + " b.byte_size, b.md5, b.sha256, b.width, b.height, b.frames, b.has_alpha, b.colour,"
          + " b.thumb_hash, b.metadata, b.state, b.expires_at,"
          + " b.created_at as blob_created_at";

  /** Locks a row unless another transaction does, which is then about to say what becomes of it. */
  private static final String LOCK_IDLE =
      "select 1 from affix_blobs where id = ? for update skip locked";

  private final String unreferenced;
  private final String isUnreferenced;
  private final int referenceCount;

  /**
   * @param references the user's own columns that refer to blobs
   */
  public BlobRows(List<BlobReference> references) {
    this.unreferenced = unreferenced(references, "?");
    this.isUnreferenced = unreferenced(references, "b.id");
    this.referenceCount = references.size() + 1;
  }

  private static String unreferenced(List<BlobReference> references, String blob) {
    var condition =
        new StringBuilder(
            "not exists (select 1 from affix_attachments a where a.blob_id = %s)".formatted(blob));
    for (BlobReference reference : references) {
      condition.append(
          " and not exists (select 1 from %s r where r.%s = %s)"
              .formatted(reference.table(), reference.column(), blob));
    }
    return condition.toString();
  }

  /**
   * Names the key before its first byte is stored.
   *
   * @throws AffixException if a deletion of the same key is still due, which would hit those bytes
   */
  public void insertStaged(Sql sql, Blob blob, Duration expiry) {
    int inserted =
        sql.update(
            "insert into affix_blobs (id, service, storage_key, owned, filename, content_type,"
                + " type_source, state, expires_at, created_at) select ?, ?, ?, ?, ?, ?, ?, ?, "
                + sql.dialect().nowPlusMicros()
                + ", ? from (select 1 as one) o where not exists (select 1 from affix_deletions d"
                + " where d.service = ? and d.storage_key = ?)",
            blob.id(),
            blob.file().service(),
            blob.file().storageKey(),
            blob.file().owned(),
            blob.filename(),
            blob.contentType(),
            blob.typeSource(),
            BlobState.STAGED,
            micros(expiry),
            blob.createdAt(),
            blob.file().service(),
            blob.file().storageKey());
    if (inserted == 0) {
      throw new AffixException(
          "Key \"%s\" of service \"%s\" cannot be used: a deletion of it is still due"
              .formatted(blob.file().storageKey(), blob.file().service()));
    }
  }

  /** Notes what was stored, and found of it; false if the row expired meanwhile. */
  public boolean settle(Sql sql, UUID id, StoredFile file, PictureFacts picture) {
    return sql.update(
            "update affix_blobs set byte_size = ?, md5 = ?, sha256 = ?, width = ?, height = ?,"
                + " frames = ?, has_alpha = ?, colour = ?, thumb_hash = ?"
                + " where id = ? and state = 'STAGED'",
            file.byteSize(),
            file.md5(),
            file.sha256(),
            file.width(),
            file.height(),
            picture.frames(),
            picture.hasAlpha(),
            picture.colour(),
            picture.thumbHash(),
            id)
        == 1;
  }

  /**
   * Notes what was found of a picture that is attached already; false if it is attached no more, or
   * its bytes are others. Where no placeholder was found the one that is there stays.
   */
  public boolean describe(
      Sql sql, Blob blob, ImageProperties image, @Nullable Placeholder placeholder) {
    String update =
        "update affix_blobs set width = ?, height = ?, frames = ?, has_alpha = ?%s"
            + " where id = ? and storage_key = ? and state = 'STORED'";
    int updated =
        placeholder == null
            ? sql.update(
                update.formatted(""),
                image.width(),
                image.height(),
                image.frames(),
                image.hasAlpha(),
                blob.id(),
                blob.file().storageKey())
            : sql.update(
                update.formatted(", colour = ?, thumb_hash = ?"),
                image.width(),
                image.height(),
                image.frames(),
                image.hasAlpha(),
                placeholder.colour(),
                placeholder.thumbHash(),
                blob.id(),
                blob.file().storageKey());
    return updated == 1;
  }

  /** STAGED to STORED; false if it was used already, has expired, or was never settled. */
  public boolean store(Sql sql, UUID id) {
    return sql.update(
            "update affix_blobs set state = 'STORED', expires_at = null"
                + " where id = ? and state = 'STAGED' and byte_size is not null",
            id)
        == 1;
  }

  /** STORED back to STAGED, in the transaction that stored it. */
  public void stageAgain(Sql sql, UUID id, Instant expiresAt) {
    sql.update(
        "update affix_blobs set state = 'STAGED', expires_at = ? where id = ? and state = 'STORED'",
        expiresAt,
        id);
  }

  /**
   * Locks for one more attachment, also a retained blob; false if it is gone or only staged. It
   * writes the row even when nothing changes: under snapshot isolation only a write makes a
   * concurrent purge fail.
   */
  public boolean share(Sql sql, UUID id) {
    return sql.update(
            "update affix_blobs set state = 'STORED' where id = ? and state in ('STORED', 'RETAINED')",
            id)
        == 1;
  }

  /**
   * STORED to RETAINED if nothing refers to it any more; the caller holds its lock. An UPDATE that
   * waits for the lock itself would not see the attachment of the transaction it waited for:
   * PostgreSQL looks at other tables as they were when the statement began.
   */
  public boolean retain(Sql sql, UUID id) {
    return sql.update(
            "update affix_blobs set state = 'RETAINED' where id = ? and state = 'STORED' and "
                + unreferenced,
            withReferences(id))
        == 1;
  }

  /** Locks the row against sharing; empty if it is gone. */
  public Optional<Blob> lock(Sql sql, UUID id) {
    return sql.queryOne(
        "select " + COLUMNS + " from affix_blobs b where b.id = ? for update", BlobRows::read, id);
  }

  /** Deletes the row if nothing refers to it; the caller holds its lock. */
  public boolean deleteUnreferenced(Sql sql, UUID id) {
    return sql.update(
            "delete from affix_blobs where id = ? and " + unreferenced, withReferences(id))
        == 1;
  }

  /**
   * Deletes the row if it is still staged; a blob attached meanwhile stays, and so does one that
   * another transaction has locked, without waiting for it: it may be in doubt for hours.
   */
  public boolean deleteStaged(Sql sql, UUID id) {
    return lockIdle(sql, id)
        && sql.update("delete from affix_blobs where id = ? and state = 'STAGED'", id) == 1;
  }

  /**
   * Deletes the row if it is staged, its time is over and nothing refers to it; as {@link
   * #deleteStaged} it does not wait.
   */
  public boolean deleteExpired(Sql sql, UUID id) {
    return lockIdle(sql, id)
        && sql.update(
                "delete from affix_blobs where id = ? and "
                    + unreferenced
                    + " and state = 'STAGED' and expires_at <= "
                    + sql.dialect().now(),
                withReferences(id))
            == 1;
  }

  private static boolean lockIdle(Sql sql, UUID id) {
    return !sql.query(LOCK_IDLE, row -> id, id).isEmpty();
  }

  /**
   * Staged blobs whose time is over and which nothing refers to, oldest first.
   *
   * @param skipped how many of the oldest to leave out
   */
  public List<Blob> expired(Sql sql, int limit, int skipped) {
    return sql.query(
        "select "
            + COLUMNS
            + " from affix_blobs b where b.state = 'STAGED' and b.expires_at <= "
            + sql.dialect().now()
            + " and "
            + isUnreferenced
            + " order by b.expires_at, b.id limit ? offset ?",
        BlobRows::read,
        limit,
        skipped);
  }

  /**
   * Blobs whose bytes are on a service, staged ones left out, in the order of their keys: the
   * unique index gives a page at the cost of a page, however many rows are elsewhere by now.
   */
  public List<Blob> storedOn(Sql sql, String service, String afterKey, int limit) {
    return sql.query(
        "select "
            + COLUMNS
            + " from affix_blobs b where b.service = ? and b.storage_key > ?"
            + " and b.state in ('STORED', 'RETAINED') order by b.storage_key limit ?",
        BlobRows::read,
        service,
        afterKey,
        limit);
  }

  /** These blobs as they stand, those that are there. */
  public List<Blob> findAll(Sql sql, Collection<UUID> ids) {
    return sql.query(
        "select "
            + COLUMNS
            + " from affix_blobs b where b.id in ("
            + "?, ".repeat(ids.size() - 1)
            + "?)",
        BlobRows::read,
        ids.toArray());
  }

  /** The bytes are on another service now, under the same key; Affix put them there. */
  public boolean relocate(Sql sql, UUID id, String from, String to) {
    return sql.update(
            "update affix_blobs set service = ?, owned = ? where id = ? and service = ?",
            to,
            true,
            id,
            from)
        == 1;
  }

  /** The blob as it stands; empty if it is gone. */
  public Optional<Blob> find(Sql sql, UUID id) {
    return sql.queryOne(
        "select " + COLUMNS + " from affix_blobs b where b.id = ?", BlobRows::read, id);
  }

  /** Whether it is stored, but neither attached nor referred to by a column of the user's own. */
  public boolean isLoose(Sql sql, UUID id) {
    return !sql.query(
            "select 1 from affix_blobs where id = ? and state = 'STORED' and " + unreferenced,
            row -> id,
            withReferences(id))
        .isEmpty();
  }

  /** Whether rows of the service name files that Affix may not delete. */
  public boolean hasAdopted(Sql sql, String service) {
    return Stream.of("affix_blobs", "affix_variants")
        .anyMatch(table ->
            !sql.query(
                    "select 1 from " + table + " where service = ? and owned = ? limit 1",
                    row -> true,
                    service,
                    false)
                .isEmpty());
  }

  /** Whether a blob has this key. */
  public boolean isNamed(Sql sql, String service, String key) {
    return !sql.query(
            "select 1 from affix_blobs where service = ? and storage_key = ?",
            row -> true,
            service,
            key)
        .isEmpty();
  }

  /**
   * The condition that nothing refers to a blob, one parameter for each of {@link #withReferences}.
   */
  String unreferenced() {
    return unreferenced;
  }

  Object[] withReferences(UUID id) {
    Object[] arguments = new Object[referenceCount + 1];
    java.util.Arrays.fill(arguments, id);
    return arguments;
  }

  static Blob read(Row row) throws SQLException {
    return new Blob(
        row.uuid("blob_id"),
        new StoredFile(
            row.text("service"),
            row.text("storage_key"),
            row.flag("owned"),
            row.textOrNull("content_type"),
            row.numberOrNull("byte_size"),
            row.textOrNull("md5"),
            row.textOrNull("sha256"),
            row.smallNumberOrNull("width"),
            row.smallNumberOrNull("height")),
        row.text("filename"),
        Blob.TypeSource.valueOf(row.text("type_source")),
        new PictureFacts(
            row.smallNumberOrNull("frames"),
            row.flagOrNull("has_alpha"),
            row.textOrNull("colour"),
            row.textOrNull("thumb_hash")),
        row.textOrNull("metadata"),
        BlobState.valueOf(row.text("state")),
        row.instantOrNull("expires_at"),
        row.instant("blob_created_at"));
  }

  static long micros(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.toSeconds(), 1_000_000L), duration.toNanosPart() / 1_000);
  }
}
