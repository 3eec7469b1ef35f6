package dev.affix.internal.rows;

import dev.affix.internal.Uuids;
import dev.affix.internal.rows.DeletionRows.Reason;
import dev.affix.model.Blob.TypeSource;
import dev.affix.model.BlobState;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Statements on those rows of {@code affix_blobs} that name direct uploads. They stay {@code
 * STAGED} without a size, so nothing can attach them; what was declared stands in {@code md5} and
 * {@code metadata}. Their keys begin with a folder for each principal, which makes the unique index
 * over keys the way to all uploads of one.
 */
public final class UploadRows {
  private static final String DECLARED = "direct upload ";
  private static final String COLUMNS =
      "b.id, b.service, b.storage_key, b.filename, b.content_type, b.md5, b.metadata, b.expires_at";

  /**
   * A direct upload as it was declared.
   *
   * @param byteSize declared length
   * @param md5 declared, in hexadecimal digits
   */
  public record UploadRow(
      UUID id,
      String service,
      String storageKey,
      String filename,
      String contentType,
      long byteSize,
      String md5,
      Instant expiresAt) {}

  /**
   * Makes every other transaction that begins an upload in the folder wait until this one ends, by
   * a row of the folder's own. That row names a key beside the folder that is never written, and
   * expires like an upload.
   */
  public void lockFolder(Sql sql, String service, String folder, Duration expiry) {
    String key = folder + ".lock";
    while (!insertLock(sql, service, key, expiry) && !renewLock(sql, service, key, expiry)) {
      // It expired between the two statements.
    }
  }

  /** Uploads in the folder whose time is not over. */
  public List<UploadRow> outstanding(Sql sql, String service, String folder) {
    // '0' is what follows '/': the range is the folder, in the order of bytes that the index has.
    return sql.query(
        "select "
            + COLUMNS
            + " from affix_blobs b where b.service = ? and b.storage_key > ?"
            + " and b.storage_key < ? and b.state = 'STAGED' and b.expires_at > "
            + sql.dialect().now(),
        UploadRows::read,
        service,
        folder + "/",
        folder + "0");
  }

  /** Names the key before anybody can send a byte. */
  public void insert(Sql sql, UploadRow upload, Duration expiry) {
    sql.update(
        "insert into affix_blobs (id, service, storage_key, owned, filename, content_type,"
            + " type_source, md5, metadata, state, expires_at, created_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            + sql.dialect().nowPlusMicros()
            + ", ?)",
        upload.id(),
        upload.service(),
        upload.storageKey(),
        true,
        upload.filename(),
        upload.contentType(),
        TypeSource.DECLARED,
        upload.md5(),
        DECLARED + upload.byteSize(),
        BlobState.STAGED,
        BlobRows.micros(expiry),
        Instant.now());
  }

  /** The upload if it still waits to be accepted. */
  public Optional<UploadRow> find(Sql sql, UUID id) {
    return sql.queryOne(
        "select "
            + COLUMNS
            + " from affix_blobs b where b.id = ? and b.state = 'STAGED' and b.metadata like '"
            + DECLARED
            + "%'",
        UploadRows::read,
        id);
  }

  /**
   * Gives the upload up, by whoever comes first: deletes its row, and notes that its object goes.
   * The note is due when the row would have expired, for until then somebody may still be sending.
   *
   * @return false if somebody else was first, or it has expired
   */
  public boolean giveUp(Sql sql, UUID id, Reason reason) {
    if (sql.queryOne(
            "select id from affix_blobs where id = ? and state = 'STAGED' for update",
            row -> row.uuid("id"),
            id)
        .isEmpty()) {
      return false;
    }
    sql.insertIfAbsent(
        "insert into affix_deletions (id, service, storage_key, reason, due_at, attempts, created_at)"
            + " select ?, b.service, b.storage_key, ?, b.expires_at, 0, ? from affix_blobs b"
            + " where b.id = ?",
        Uuids.next(),
        reason,
        Instant.now(),
        id);
    return sql.update("delete from affix_blobs where id = ? and state = 'STAGED'", id) == 1;
  }

  private static boolean insertLock(Sql sql, String service, String key, Duration expiry) {
    return sql.insertOrLock(
        "insert into affix_blobs (id, service, storage_key, owned, filename, content_type,"
            + " type_source, width, state, expires_at, created_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, 0, ?, "
            + sql.dialect().nowPlusMicros()
            + ", ?)",
        "created_at",
        Uuids.next(),
        service,
        key,
        true,
        "direct uploads",
        "application/octet-stream",
        TypeSource.DECLARED,
        BlobState.STAGED,
        BlobRows.micros(expiry),
        Instant.now());
  }

  private static boolean renewLock(Sql sql, String service, String key, Duration expiry) {
    return sql.update(
            "update affix_blobs set width = 0, expires_at = "
                + sql.dialect().nowPlusMicros()
                + " where service = ? and storage_key = ?",
            BlobRows.micros(expiry),
            service,
            key)
        == 1;
  }

  private static UploadRow read(Row row) throws SQLException {
    return new UploadRow(
        row.uuid("id"),
        row.text("service"),
        row.text("storage_key"),
        row.text("filename"),
        row.text("content_type"),
        Long.parseLong(Objects.requireNonNull(row.text("metadata")).substring(DECLARED.length())),
        row.text("md5"),
        row.instant("expires_at"));
  }
}
