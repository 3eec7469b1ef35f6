package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.ClassPathJars;
import dev.affix.benchmarks.bed.Progress;
import dev.affix.benchmarks.bed.TemporaryFolder;
import dev.affix.testkit.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Kills a process at random moments of its work, a thousand times, on PostgreSQL and MariaDB by
 * turns, and looks each time whether every attachment has its file; every ten kills also whether
 * everything left behind can be found and removed.
 */
abstract class Kill implements Proof {
  private static final int MANY = 400;
  private static final int SETTLE_EVERY = 10;
  private static final int ENOUGH_FOR_A_CACHE = 40;
  private static final int AOT_CACHE_SINCE = 25;
  private static final int LONGEST_LIFE = 400;
  private static final int SHORTEST_LIFE = 20;

  private final String name;

  Kill(String name) {
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int fullCount() {
    return 1_000;
  }

  /** A place for the cell of that name. */
  abstract Place place(Path folder, String cell);

  @Override
  public final Outcome run(int count, long seed) throws Exception {
    Random random = new Random(seed);
    Set<String> broken = new LinkedHashSet<>();
    int rounds = 0;
    try (TemporaryFolder folder = TemporaryFolder.create(name)) {
      String classPath = ClassPathJars.packedInto(folder.path());
      List<String> options = new ArrayList<>();
      options.addAll(
          List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable"));
      try (KillCell postgres = cell(TestDatabase.Kind.POSTGRES, folder, classPath);
          KillCell mariadb = cell(TestDatabase.Kind.MARIADB, folder, classPath)) {
        if (count >= ENOUGH_FOR_A_CACHE && Runtime.version().feature() >= AOT_CACHE_SINCE) {
          Path cache = folder.path().resolve("classes.aot");
          postgres.train(options, cache);
          options.add("-XX:AOTCache=" + cache);
        }
        for (KillCell cell : List.of(postgres, mariadb)) {
          cell.prepare(options);
        }
        while (rounds < count) {
          KillCell cell = rounds % 2 == 0 ? postgres : mariadb;
          int life = SHORTEST_LIFE + random.nextInt(LONGEST_LIFE - SHORTEST_LIFE);
          broken.addAll(cell.kill(random.nextLong(), life, options));
          rounds++;
          if (rounds / 2 % SETTLE_EVERY == 0 || rounds >= count - 1) {
            broken.addAll(cell.settle());
          }
          if (rounds % 50 == 0) {
            Progress.say(
                "%d kills, %d broken; %s; %s".formatted(rounds, broken.size(), postgres, mariadb));
          }
        }
        Progress.say(postgres + "; " + mariadb);
        if (count >= MANY && postgres.leftovers() + mariadb.leftovers() == 0) {
          broken.add(count + " kills met no unfinished object, so they show nothing of such");
        }
      }
    }
    return new Outcome(rounds, rounds, List.copyOf(broken));
  }

  private KillCell cell(TestDatabase.Kind kind, TemporaryFolder folder, String classPath)
      throws IOException {
    return KillCell.open(kind, place(folder.path(), kind.toString()), classPath, KillWorker.class);
  }
}
