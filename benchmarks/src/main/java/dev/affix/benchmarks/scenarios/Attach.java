package dev.affix.benchmarks.scenarios;

import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.benchmarks.bed.Pictures;
import dev.affix.benchmarks.bed.Progress;
import dev.affix.benchmarks.bed.Pseud;
import dev.affix.benchmarks.bed.RowView;
import dev.affix.benchmarks.bed.S3Store;
import dev.affix.benchmarks.bed.TemporaryFolder;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.disk.DiskService;
import dev.affix.s3.S3Service;
import dev.affix.storage.StorageService;
import dev.affix.testkit.StatementCounter;
import javax.sql.DataSource;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Attaches an icon to each of many owners, the main way: stage, then attach in a transaction. The
 * limit is the same rows in one transaction and the same bytes written and synced, or put by the
 * SDK, without a row that names the file beforehand.
 */
final class Attach implements Scenario {
  private static final int COUNTED = 50;

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
      try (S3Store store = S3Store.open();
          S3Service service = store.service("ours/")) {
        measure(
            "attach_s3",
            service,
            (key, bytes) -> store.put("limit/" + key, bytes),
            icon,
            Settings.items(200),
            threads);
      }
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
      try (Unit unit = Unit.open(database.pool(), service, builder -> builder)) {
        RowView rows = new RowView(database.pool());
        var limit = new AttachLimit(database.pool(), plain, icon);
        double[] ours = new double[ROUNDS];
        double[] theirs = new double[ROUNDS];
        double[] cpu = new double[ROUNDS];
        attach(unit, icon, items / 2, threads);
        limit.attach(unit.owners(items / 2), threads);
        for (int i = 0; i < ROUNDS; i++) {
          long before = rows.count("affix_attachments");
          double cpuBefore = Cpu.millis();
          ours[i] = items / attach(unit, icon, items, threads);
          cpu[i] = (Cpu.millis() - cpuBefore) / items;
          require(items == rows.count("affix_attachments") - before, "not all items are attached");
          theirs[i] = items / limit.attach(unit.owners(items), threads);
          Progress.say("%s round %d: %.0f/s of %.0f/s".formatted(name, i + 1, ours[i], theirs[i]));
        }
        verify(unit, rows, icon);
        Lines.rate(name, Lines.median(ours), Lines.median(theirs), "items/s");
        Lines.print(name + "_cpu", Lines.median(cpu), "CPU-ms/item");
      }
      count(name, database.pool(), service, icon);
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
