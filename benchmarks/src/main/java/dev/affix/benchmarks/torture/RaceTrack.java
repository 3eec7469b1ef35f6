package dev.affix.benchmarks.torture;

import dev.affix.AffixException;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.benchmarks.bed.Conflicts;
import dev.affix.benchmarks.bed.Png;
import dev.affix.benchmarks.bed.RowView;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.lifecycle.AuditReport;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** One database with storage in memory, on which runners start at the same moment. */
final class RaceTrack implements AutoCloseable {
  private static final int MOST_RUNNERS = 10;
  private static final int MOST_TRIES = 50;

  private final TestDatabase database;
  private final MemoryService memory = new MemoryService();
  private final Unit unit;
  private final RowView rows;
  private final ExecutorService threads = Executors.newFixedThreadPool(MOST_RUNNERS);
  private final Map<String, Integer> answers = new TreeMap<>();
  private long conflicts;

  private RaceTrack(TestDatabase database) {
    this.database = database;
    DataSource dataSource = database.dataSource(2 * MOST_RUNNERS);
    this.unit = Unit.open(dataSource, memory, builder -> builder.replacedFileGrace(Duration.ZERO));
    this.rows = new RowView(dataSource);
  }

  static RaceTrack open(TestDatabase.Kind kind) {
    return new RaceTrack(kind.open());
  }

  /** How a runner came in: null, or the exception that told it why not. */
  record Arrival(@org.jspecify.annotations.Nullable AffixException refusal) {
    boolean isDone() {
      return refusal == null;
    }
  }

  String name() {
    return database.name();
  }

  Unit unit() {
    return unit;
  }

  RowView rows() {
    return rows;
  }

  synchronized long conflicts() {
    return conflicts;
  }

  StagedBlob staged(Random random) {
    return unit.affix().stage(Upload.of(Png.noise(random, 4), "icon.png"));
  }

  /** A runner whose work is one transaction, repeated when the database says so. */
  Runnable transaction(Consumer<EntityManager> work) {
    return () -> {
      for (int i = 1; ; i++) {
        try {
          unit.factory().runInTransaction(work);
          return;
        } catch (RuntimeException e) {
          if (!Conflicts.isBehind(e) || i == MOST_TRIES) {
            throw e;
          }
          conflict();
        }
      }
    };
  }

  /** Starts all at once and waits for all. Other exceptions than Affix's own come out here. */
  List<Arrival> run(List<Runnable> runners) throws Exception {
    var start = new CyclicBarrier(runners.size());
    List<Future<Arrival>> running = new ArrayList<>();
    for (Runnable runner : runners) {
      Callable<Arrival> call =
          () -> {
            start.await(60, TimeUnit.SECONDS);
            try {
              runner.run();
              return new Arrival(null);
            } catch (AffixException e) {
              return new Arrival(e);
            }
          };
      running.add(threads.submit(call));
    }
    List<Arrival> arrivals = new ArrayList<>();
    for (Future<Arrival> each : running) {
      Arrival arrival = each.get(120, TimeUnit.SECONDS);
      arrivals.add(arrival);
      AffixException refusal = arrival.refusal();
      answers.merge(refusal == null ? "done" : refusal.getClass().getSimpleName(), 1, Integer::sum);
    }
    return arrivals;
  }

  List<Arrival> run(Runnable... runners) throws Exception {
    return run(Arrays.asList(runners));
  }

  /** Faults of everything that is attached to that owner: each blob stored, each object there. */
  List<String> faultsOf(long owner) {
    List<String> faults = new ArrayList<>();
    rows.list(
            "select b.state, b.storage_key, b.byte_size from affix_attachments a"
                + " join affix_blobs b on b.id = a.blob_id where a.owner_id = '"
                + owner
                + "'",
            row -> new String[] {row.getString(1), row.getString(2), row.getString(3)})
        .forEach(blob -> {
          if (!blob[0].equals("STORED")) {
            faults.add("attached blob is " + blob[0]);
          }
          boolean there =
              memory
                  .head(StorageKey.of(blob[1]))
                  .filter(object -> object.byteSize() == Long.parseLong(blob[2]))
                  .isPresent();
          if (!there) {
            faults.add("attached object " + blob[1] + " is lost");
          }
        });
    return faults;
  }

  long attachments(long owner) {
    return rows.count("affix_attachments where owner_id = '" + owner + "'");
  }

  /** Everything due is done: rows and objects agree, and nothing is left over. */
  List<String> settle() {
    rows.letTimePass();
    for (int i = 0; i < 100 && !unit.affix().housekeeping().isIdle(); i++) {
      rows.letTimePass();
    }
    List<String> faults = new ArrayList<>();
    AuditReport report = unit.affix().audit(Unit.SERVICE);
    if (!report.isClean()) {
      faults.add("audit on " + name() + ": " + report);
    }
    leftOver(faults, "staged blobs", "affix_blobs where state = 'STAGED'");
    leftOver(faults, "notes", "affix_deletions");
    leftOver(
        faults,
        "stored blobs without attachment",
        "affix_blobs b where b.state = 'STORED' and not exists"
            + " (select 1 from affix_attachments a where a.blob_id = b.id)");
    faults.addAll(rows.orphans());
    return faults;
  }

  private void leftOver(List<String> faults, String what, String tableAndCondition) {
    long count = rows.count(tableAndCondition);
    if (count > 0) {
      faults.add("%d %s on %s".formatted(count, what, name()));
    }
  }

  private synchronized void conflict() {
    conflicts++;
  }

  @Override
  public String toString() {
    return "%s: %s, %d conflicts repeated".formatted(name(), answers, conflicts());
  }

  @Override
  public void close() {
    threads.shutdown();
    unit.close();
    database.close();
  }
}
