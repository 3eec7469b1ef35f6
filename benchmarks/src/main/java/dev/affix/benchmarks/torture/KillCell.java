package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.ChildJvm;
import dev.affix.benchmarks.bed.Coordinates;
import dev.affix.benchmarks.bed.RowView;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.testkit.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;

/** One database and one place in which workers are killed; the next ones start meanwhile. */
final class KillCell implements AutoCloseable {
  private static final int WAITING = 2;
  private static final int OWNERS = 20;

  private final TestDatabase database;
  private final Place place;
  private final String classPath;
  private final Class<?> worker;
  private final Unit unit;
  private final RowView rows;
  private final StorageState state;
  private final Deque<ChildJvm> waiting = new ArrayDeque<>();
  private final Left left = new Left();

  /** What kills left behind, in sum, as it was found before anything was put in order. */
  private static final class Left {
    long kills;
    long uploads;
    long staged;
    long notes;
    long pendingVariants;
    long leftovers;

    @Override
    public String toString() {
      return "%d kills met %d unfinished uploads, %d staged blobs, %d notes, %d unfinished variants, %d unfinished objects"
          .formatted(kills, uploads, staged, notes, pendingVariants, leftovers);
    }
  }

  private KillCell(TestDatabase database, Place place, String classPath, Class<?> worker) {
    this.database = database;
    this.place = place;
    this.classPath = classPath;
    this.worker = worker;
    DataSource dataSource = database.dataSource(4);
    this.unit = Unit.open(dataSource, place.service(), builder -> builder);
    this.rows = new RowView(dataSource);
    this.state = new StorageState(place, rows, unit.affix());
  }

  /**
   * @param worker the main class that is killed, {@link KillWorker} or one like it
   */
  static KillCell open(TestDatabase.Kind kind, Place place, String classPath, Class<?> worker) {
    var cell = new KillCell(kind.open(), place, classPath, worker);
    cell.unit.owners(OWNERS);
    return cell;
  }

  /** Lets a worker live and end by itself, and keeps what its JVM learnt. */
  void train(List<String> options, Path cache) throws IOException, InterruptedException {
    List<String> learning = new ArrayList<>(options);
    learning.add("-XX:AOTCacheOutput=" + cache);
    try (ChildJvm worker = start(learning)) {
      worker.expect("ready");
      worker.say("1");
      worker.expect("busy");
      worker.say("stop");
      String line = worker.line();
      while (line != null) {
        line = worker.line();
      }
      worker.await();
    }
  }

  void prepare(List<String> options) throws IOException {
    while (waiting.size() < WAITING) {
      waiting.add(start(options));
    }
  }

  /** Lets a worker work that long, in milliseconds, and kills it; gives what it broke. */
  List<String> kill(long seed, int life, List<String> options)
      throws IOException, InterruptedException {
    List<String> broken = new ArrayList<>();
    try (ChildJvm worker = waiting.removeFirst()) {
      worker.expect("ready");
      worker.say(Long.toString(seed));
      String line = worker.line();
      while (line != null && !line.equals("busy")) {
        broken.add(database.name() + ": " + line);
        line = worker.line();
      }
      Thread.sleep(life);
      worker.kill();
      line = worker.line();
      while (line != null) {
        broken.add(database.name() + ": " + line);
        line = worker.line();
      }
    }
    prepare(options);
    rows.awaitNoTransactions();
    left.kills++;
    state.check().forEach(fault -> broken.add(database.name() + ": " + fault));
    return broken;
  }

  List<String> settle() throws IOException {
    left.leftovers += place.leftovers();
    left.uploads += rows.count("affix_blobs where byte_size is null");
    left.notes += rows.count("affix_deletions");
    left.pendingVariants += rows.count("affix_variants where state = 'PENDING'");
    left.staged += rows.count("affix_blobs where state = 'STAGED' and byte_size is not null");
    return state.settle().stream().map(fault -> database.name() + ": " + fault).toList();
  }

  /** How many unfinished objects kills have left. */
  long leftovers() {
    return left.leftovers;
  }

  private ChildJvm start(List<String> options) throws IOException {
    Coordinates at = Coordinates.of(database);
    List<String> words = new ArrayList<>(List.of(at.url(), at.user(), at.password()));
    words.addAll(place.words());
    return ChildJvm.start(classPath, options, worker, words);
  }

  @Override
  public String toString() {
    return database.name() + ": " + left;
  }

  @Override
  public void close() {
    waiting.forEach(ChildJvm::close);
    unit.close();
    place.close();
    database.close();
  }
}
