package dev.affix.benchmarks.scenarios;

import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.benchmarks.bed.Pictures;
import dev.affix.benchmarks.bed.Pseud;
import dev.affix.benchmarks.bed.RowView;
import dev.affix.benchmarks.bed.S3Store;
import dev.affix.benchmarks.bed.TemporaryFolder;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.disk.DiskService;
import dev.affix.s3.S3Service;
import dev.affix.storage.StorageService;
import dev.affix.testkit.StatementCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Attaches an icon to each of many owners, the main way: stage, then attach in a transaction. The
 * limit is the same rows in one transaction and the same bytes written and synced, or put by the
 * SDK, without a row that names the file beforehand. A server on this machine has no distance, and
 * shares its processors with both sides; {@code _far} adds the distance to each request of both.
 */
final class Attach implements Scenario {
  private static final int COUNTED = 50;

  /** What a small PUT waits for at the least in the same region as the store. */
  private static final Duration DISTANCE = Duration.ofMillis(20);

  @Override
  public String name() {
    return "attach";
  }

  @Override
  public void run() throws Exception {
    int threads = Settings.threads(4);
    try (Pictures pictures = Pictures.open()) {
      byte[] icon = pictures.icon();
      try (TemporaryFolder folder = TemporaryFolder.create("bench-attach")) {
        measure(
            "attach_disk",
            DiskService.at(folder.path().resolve("ours")),
            new SyncedFiles(folder.path().resolve("limit")),
            icon,
            Settings.items(500),
            threads);
      }
      try (S3Store store = S3Store.open()) {
        measure("attach_s3", store, icon, threads);
        try (S3Store far = store.far(DISTANCE)) {
          measure("attach_s3_far", far, icon, threads * 2);
        }
      }
    }
  }

  private static void measure(String name, S3Store store, byte[] icon, int threads)
      throws Exception {
    try (S3Service service = store.service(name + "/ours/")) {
      measure(
          name,
          service,
          (key, bytes) -> store.put(name + "/limit/" + key, bytes),
          icon,
          Settings.items(200),
          threads);
    }
  }

  private static void measure(
      String name,
      StorageService service,
      AttachLimit.Target plain,
      byte[] icon,
      int items,
      int threads)
      throws Exception {
    try (Settings.Database database = Settings.database(threads * 2)) {
      RowView rows = new RowView(database.pool());
      try (Unit unit = Unit.open(database.pool(), service, builder -> builder)) {
        var limit = new AttachLimit(database.pool(), plain, icon);
        List<Double> cpu = new ArrayList<>();
        Turns.Rates rates =
            Turns.measure(
                name,
                items,
                count -> {
                  long before = rows.count("affix_attachments");
                  double cpuBefore = Cpu.millis();
                  double seconds = attach(unit, icon, count, threads);
                  cpu.add((Cpu.millis() - cpuBefore) / count);
                  require(
                      count == rows.count("affix_attachments") - before,
                      "not all items are attached");
                  return seconds;
                },
                count -> limit.attach(unit.owners(count), threads));
        verify(unit, rows, icon);
        Lines.rate(name, rates.ours(), rates.limit(), "items/s");
        double[] measured =
            cpu.subList(cpu.size() - Turns.ROUNDS, cpu.size()).stream()
                .mapToDouble(d -> d)
                .toArray();
        Lines.print(name + "_cpu", Lines.median(measured), "CPU-ms/item");
      }
      count(name, database.pool(), service, icon);
      forget(rows);
    }
  }

  /** The next place may have the same database, and has none of these files. */
  private static void forget(RowView rows) {
    for (String table :
        List.of("affix_attachments", "affix_variants", "affix_deletions", "affix_blobs")) {
      rows.update("delete from " + table);
    }
  }

  private static double attach(Unit unit, byte[] icon, int items, int threads) throws Exception {
    long[] owners = unit.owners(items);
    return Parallel.seconds(threads, items, i -> attach(unit, owners[i], icon));
  }

  private static void attach(Unit unit, long owner, byte[] icon) {
    StagedBlob staged = unit.affix().stage(Upload.of(icon, "icon.png"));
    unit.factory().runInTransaction(em -> em.find(Pseud.class, owner).icon().attach(staged));
  }

  private static void count(String name, DataSource pool, StorageService service, byte[] icon) {
    var commits = new Commits(pool);
    var counter = StatementCounter.over(commits.dataSource());
    try (Unit unit = Unit.join(counter.dataSource(), service, builder -> builder)) {
      long[] owners = unit.owners(COUNTED);
      int commitsBefore = commits.count();
      int openedBefore = counter.opened();
      int statements =
          counter
              .count(() -> {
                for (long owner : owners) {
                  attach(unit, owner, icon);
                }
              })
              .count();
      Lines.print(name + "_statements", (double) statements / COUNTED, "statements/item");
      Lines.print(
          name + "_connections",
          (double) (counter.opened() - openedBefore) / COUNTED,
          "connections/item");
      Lines.print(
          name + "_transactions",
          (double) (commits.count() - commitsBefore) / COUNTED,
          "transactions/item");
    }
  }

  private static void verify(Unit unit, RowView rows, byte[] icon) {
    String sum = DigestUtils.sha256Hex(icon);
    long others =
        rows.count(
            "affix_attachments a join affix_blobs b on b.id = a.blob_id where b.state <> 'STORED'"
                + " or b.byte_size <> "
                + icon.length
                + " or b.sha256 <> '"
                + sum
                + "'");
    require(others == 0, others + " attached rows are not as they should be");
    var report = unit.affix().audit(Unit.SERVICE);
    // The limit's rows name objects of a place of their own.
    require(report.stray().isEmpty(), "stray objects: " + report.stray());
    require(report.differing().isEmpty(), "differing objects: " + report.differing());
    require(report.missing().isEmpty(), "missing objects: " + report.missing());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("attach: " + otherwise);
    }
  }
}
