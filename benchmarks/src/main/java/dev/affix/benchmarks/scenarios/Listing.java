package dev.affix.benchmarks.scenarios;

import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.benchmarks.bed.Png;
import dev.affix.benchmarks.bed.Progress;
import dev.affix.benchmarks.bed.Pseud;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.StatementCounter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Shows pages of 100 owners, each with the URL of its icon's variant, in a new session each. The
 * limit is the two queries without which no page can be shown, by plain JDBC, without URLs.
 */
final class Listing implements Scenario {
  private static final int PAGE = 100;
  private static final int OWNERS = 1_000;

  @Override
  public String name() {
    return "listing";
  }

  @Override
  public void run() throws Exception {
    int pages = Settings.items(400);
    try (Settings.Database database = Settings.database(4)) {
      var counter = StatementCounter.over(database.pool());
      var memory = new MemoryService();
      long first;
      try (Unit unit = Unit.open(database.pool(), memory, builder -> builder)) {
        first = fill(unit);
        measure(unit, database.pool(), first, pages);
      }
      try (Unit unit = Unit.join(counter.dataSource(), memory, builder -> builder)) {
        int statements = counter.count(() -> page(unit, first)).count();
        Lines.print("listing_proxy_url_statements", statements, "statements/page");
      }
    }
  }

  private static void measure(Unit unit, DataSource dataSource, long first, int pages)
      throws Exception {
    double[] ours = new double[ROUNDS];
    double[] theirs = new double[ROUNDS];
    for (int i = 0; i < pages; i++) {
      page(unit, pageStart(first, i));
      limit(dataSource, pageStart(first, i));
    }
    for (int round = 0; round < ROUNDS; round++) {
      double oursNow =
          Parallel.seconds(
              1,
              pages,
              i -> {
                Set<String> urls = new HashSet<>(page(unit, pageStart(first, i)));
                require(urls.size() == PAGE, urls.size() + " different URLs on a page");
              });
      double limitNow =
          Parallel.seconds(
              1,
              pages,
              i -> require(limit(dataSource, pageStart(first, i)) == PAGE, "limit found less"));
      ours[round] = oursNow * 1_000 / pages;
      theirs[round] = limitNow * 1_000 / pages;
      Progress.say(
          "listing round %d: %.2f ms of %.2f".formatted(round + 1, ours[round], theirs[round]));
    }
    Lines.time("listing_proxy_url", Lines.median(ours), Lines.median(theirs), "ms/page");
  }

  private static long pageStart(long first, int number) {
    return first + number % (OWNERS / PAGE) * (long) PAGE;
  }

  /** New owners with icons, their ids in a row. */
  private static long fill(Unit unit) {
    Random random = new Random(1);
    List<StagedBlob> icons = new ArrayList<>();
    for (int i = 0; i < OWNERS; i++) {
      icons.add(unit.affix().stage(Upload.of(Png.noise(random, 4), "icon " + i + ".png")));
    }
    long[] ids = new long[OWNERS];
    unit.factory()
        .runInTransaction(em -> {
          for (int i = 0; i < OWNERS; i++) {
            Pseud pseud = new Pseud("pseud " + i);
            em.persist(pseud);
            pseud.icon().attach(icons.get(i));
            ids[i] = pseud.id();
          }
        });
    require(ids[OWNERS - 1] - ids[0] == OWNERS - 1, "the ids of the owners are not in a row");
    return ids[0];
  }

  private static List<String> page(Unit unit, long start) {
    return unit.factory()
        .callInTransaction(em ->
            em
                .createQuery(
                    "from Pseud p where p.id >= :start and p.id < :end order by p.id", Pseud.class)
                .setParameter("start", start)
                .setParameter("end", start + PAGE)
                .getResultList()
                .stream()
                .map(pseud ->
                    pseud.icon().variant(Pseud.STANDARD).url().orElseThrow().toString()
                        + pseud.name())
                .toList());
  }

  private static int limit(DataSource dataSource, long start) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      List<String> ids = new ArrayList<>();
      try (PreparedStatement owners =
          connection.prepareStatement(
              "select id, name from Pseud where id >= ? and id < ? order by id")) {
        owners.setLong(1, start);
        owners.setLong(2, start + PAGE);
        try (ResultSet row = owners.executeQuery()) {
          while (row.next()) {
            ids.add(row.getString(1));
            row.getString(2);
          }
        }
      }
      int found = attachments(connection, ids);
      connection.commit();
      return found;
    }
  }

  private static int attachments(Connection connection, List<String> ids) throws SQLException {
    int found = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            "select a.id, a.owner_id, a.position, b.id, b.service, b.storage_key, b.filename,"
                + " b.content_type, b.byte_size from affix_attachments a join affix_blobs b"
                + " on b.id = a.blob_id where a.owner_type = 'pseud' and a.name = 'icon'"
                + " and a.owner_id in ("
                + String.join(",", ids.stream().map(id -> "?").toList())
                + ")")) {
      for (int i = 0; i < ids.size(); i++) {
        select.setString(i + 1, ids.get(i));
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          for (int column = 1; column <= 9; column++) {
            row.getString(column);
          }
          found++;
        }
      }
    }
    return found;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("listing: " + otherwise);
    }
  }
}
