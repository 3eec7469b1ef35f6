package dev.affix.internal.rows;

import dev.affix.storage.Checksums;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every key that a row of any table names, for audits. */
public final class KeyRows {
  private static final String BLOBS =
      "(select storage_key, 'BLOB' as source, id, byte_size, md5, sha256,"
          + " case when state = 'STAGED' and byte_size is null then 0 else 1 end as stored,"
          + " case when state = 'STORED' and not exists (select 1 from affix_attachments a"
          + " where a.blob_id = affix_blobs.id) then 1 else 0 end as loose from affix_blobs";
  private static final String VARIANTS =
      "(select storage_key, 'VARIANT' as source, id, byte_size, md5, sha256,"
          + " case when state = 'READY' then 1 else 0 end as stored, 0 as loose"
          + " from affix_variants";
  private static final String NOTES =
      "(select storage_key, 'NOTE' as source, id, null as byte_size, null as md5, null as sha256,"
          + " 0 as stored, 0 as loose from affix_deletions";

  /** Which table names a key. */
  public enum Source {
    BLOB,
    VARIANT,
    NOTE
  }

  /**
   * A key and what its row says.
   *
   * @param stored whether an object must be there
   * @param byteSize its length, if the row tells
   * @param loose whether it is a stored blob without attachment; the user's own columns may refer
   *     to it
   */
  public record NamedKey(
      String key,
      Source source,
      UUID id,
      boolean stored,
      @Nullable Long byteSize,
      Checksums checksums,
      boolean loose) {

    /** How an object of that length and these checksums differs, as far as both sides tell. */
    public Optional<String> difference(long length, Checksums object) {
      if (byteSize != null && byteSize != length) {
        return Optional.of("has %d bytes, and %d by its row".formatted(length, byteSize));
      }
      return checksums
          .firstDifference(object)
          .map(algorithm -> "has another " + algorithm + " than its row");
    }
  }

  /**
   * The next keys after {@code after}, in byte order; of rows with one key, which are a note and
   * what it is about, first the one that must have an object.
   */
  public List<NamedKey> after(Sql sql, String service, String after, int limit) {
    // A limit in each part: without it, MariaDB would collect all keys for each batch.
    String rest = " where service = ? and storage_key > ? order by service, storage_key limit ?)";
    return sql.query(
        "select * from ("
            + union(rest)
            + ") named order by storage_key, stored desc, source limit ?",
        KeyRows::read,
        service,
        after,
        limit,
        service,
        after,
        limit,
        service,
        after,
        limit,
        limit);
  }

  /** What rows say of one key now. */
  public Optional<NamedKey> find(Sql sql, String service, String key) {
    return sql.queryOne(
        "select * from ("
            + union(" where service = ? and storage_key = ?)")
            + ") named order by stored desc, source",
        KeyRows::read,
        service,
        key,
        service,
        key,
        service,
        key);
  }

  private static String union(String rest) {
    return BLOBS + rest + " union all " + VARIANTS + rest + " union all " + NOTES + rest;
  }

  private static NamedKey read(Row row) throws SQLException {
    return new NamedKey(
        row.text("storage_key"),
        Source.valueOf(row.text("source")),
        row.uuid("id"),
        row.number("stored") == 1,
        row.numberOrNull("byte_size"),
        new Checksums(hex(row.textOrNull("md5"), 32), hex(row.textOrNull("sha256"), 64), null),
        row.number("loose") == 1);
  }

  /** What is no checksum cannot be compared; rows may have been written by others. */
  private static @Nullable String hex(@Nullable String text, int length) {
    return text != null && text.matches("[0-9a-f]{" + length + "}") ? text : null;
  }
}
