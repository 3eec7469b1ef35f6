package dev.affix.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.benchmarks.bed.ChildJvm;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * A million rows, objects, attachments and owners are compared in a JVM of 64 MB, and every planted
 * difference is found, and nothing else.
 */
class LargeAuditTest {
  static final Set<Long> MISSING = Set.of(1L, 333_333L, 500_000L, LargeAudit.OBJECTS);
  static final Set<Long> STRAY = Set.of(2L, 1_000L, 999_999L);
  static final Set<Long> RESIZED = Set.of(4L, 1_001L, 700_000L);
  static final Set<Long> REWRITTEN = Set.of(5L, 800_000L);
  private static final Set<Long> LOOSE = Set.of(6L, 600_000L);
  private static final Set<Long> ORPHANED = Set.of(7L, 8L, 123_456L, 999_998L);
  private static final Set<Long> UNKNOWN = Set.of(9L, 400_000L);

  @Test
  void aMillionAreComparedWith64Megabytes() throws Exception {
    try (TestDatabase database = TestDatabase.postgres()) {
      DataSource rows = database.dataSource();
      Unit.open(rows, new MemoryService(), builder -> builder).close();
      plant(rows);
      List<String> found = new ArrayList<>();
      try (ChildJvm child =
          ChildJvm.start(
              List.of("-Xmx64m"),
              LargeAudit.class,
              List.of(database.jdbcUrl(), database.user(), database.password()))) {
        for (String line = child.line(); line != null; line = child.line()) {
          found.add(line);
        }
        assertThat(child.await()).isZero();
      }
      assertThat(found.removeFirst()).isEqualTo("999999 objects, 999991 same, 999998 attachments");
      assertThat(found).containsExactlyInAnyOrderElementsOf(planted());
    }
  }

  private static List<String> planted() {
    List<String> all = new ArrayList<>();
    MISSING.forEach(number -> all.add("row without object " + number));
    STRAY.forEach(number -> all.add("object without row " + number));
    RESIZED.forEach(number -> all.add("size or checksum differs " + number));
    REWRITTEN.forEach(number -> all.add("size or checksum differs " + number));
    LOOSE.forEach(number -> all.add("blob without attachment " + number));
    ORPHANED.forEach(number -> all.add("attachment without owner " + number));
    UNKNOWN.forEach(number -> all.add("unknown owner type " + number));
    return all;
  }

  private static void plant(DataSource dataSource) throws Exception {
    String numbers = " from generate_series(1, " + LargeAudit.OBJECTS + ") n";
    String id = "('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid";
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "set session_replication_role = replica", // no foreign key is checked a million times
              "insert into Pseud (id, name) select n, 'pseud'" + numbers,
              "insert into affix_blobs (id, service, storage_key, owned, filename, content_type,"
                  + " type_source, byte_size, md5, state, created_at) select "
                  + id
                  + ", '"
                  + Unit.SERVICE
                  + "', lpad(n::text, 28, '0'), true, 'a.png', 'image/png', 'SNIFFED',"
                  + " n % 1000 + 100, md5(n::text), 'STORED', now()"
                  + numbers,
              "insert into affix_attachments (id, owner_type, name, owner_id, slot, position,"
                  + " blob_id, created_at) select "
                  + id
                  + ", 'pseud', 'icon', n::text, 'one', n, "
                  + id
                  + ", now()"
                  + numbers,
              "delete from affix_attachments where position in (" + list(LOOSE) + ")",
              "delete from Pseud where id in (" + list(ORPHANED) + ")",
              "update affix_attachments set owner_type = 'nym' where position in ("
                  + list(UNKNOWN)
                  + ")",
              "analyze affix_blobs, affix_attachments, Pseud",
              "set session_replication_role = default")) {
        statement.execute(sql);
      }
    }
  }

  private static String list(Set<Long> numbers) {
    return new TreeSet<>(numbers).stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
