package dev.affix.benchmarks.scenarios;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.commons.codec.digest.DigestUtils;

/** The least that anybody must do to attach a file safely: store it, then two rows. */
final class AttachLimit {
  /** Rows of a service of their own name, so that the audit of ours does not look for them. */
  private static final String SERVICE = "limit";

  private final DataSource dataSource;
  private final Target target;
  private final byte[] bytes;

  /** Stores the bytes under a key, by the plain means of the place. */
  @FunctionalInterface
  interface Target {
    void store(String key, byte[] bytes) throws IOException;
  }

  AttachLimit(DataSource dataSource, Target target, byte[] bytes) {
    this.dataSource = dataSource;
    this.target = target;
    this.bytes = bytes;
  }

  /** Seconds for one file for each of these owners. */
  double attach(long[] owners, int threads) throws Exception {
    return Parallel.seconds(threads, owners.length, i -> attach(owners[i]));
  }

  private void attach(long owner) throws IOException, SQLException {
    UUID blob = UUID.randomUUID();
    String key = blob.toString();
    target.store(key, bytes);
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      insertBlob(connection, blob, key);
      insertAttachment(connection, blob, owner);
      connection.commit();
    }
  }

  private void insertBlob(Connection connection, UUID blob, String key) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into affix_blobs (id, service, storage_key, owned, filename, content_type,"
                + " type_source, byte_size, md5, sha256, state, created_at)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setObject(1, blob);
      insert.setString(2, SERVICE);
      insert.setString(3, key);
      insert.setBoolean(4, true);
      insert.setString(5, "icon.png");
      insert.setString(6, "image/png");
      insert.setString(7, "SNIFFED");
      insert.setLong(8, bytes.length);
      insert.setString(9, DigestUtils.md5Hex(bytes));
      insert.setString(10, DigestUtils.sha256Hex(bytes));
      insert.setString(11, "STORED");
      insert.setObject(12, now());
      insert.executeUpdate();
    }
  }

  private static void insertAttachment(Connection connection, UUID blob, long owner)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into affix_attachments (id, owner_type, name, owner_id, slot, position,"
                + " blob_id, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setObject(1, UUID.randomUUID());
      insert.setString(2, "pseud");
      insert.setString(3, "icon");
      insert.setString(4, Long.toString(owner));
      insert.setString(5, "one");
      insert.setLong(6, System.nanoTime());
      insert.setObject(7, blob);
      insert.setObject(8, now());
      insert.executeUpdate();
    }
  }

  private static OffsetDateTime now() {
    return Instant.now().atOffset(ZoneOffset.UTC);
  }
}
