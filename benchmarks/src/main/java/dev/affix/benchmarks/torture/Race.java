package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.Progress;
import dev.affix.testkit.database.TestDatabase;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Lets transactions meet that want the same thing, on PostgreSQL and MariaDB by turns, and looks
 * each time at rows and objects. Conflicts that the database reports are repeated, as applications
 * do, and counted as faults.
 */
final class Race implements Proof {
  private static final int SETTLE_EVERY = 100;

  @Override
  public String name() {
    return "race";
  }

  @Override
  public int fullCount() {
    return 10_000;
  }

  @Override
  public Outcome run(int count, long seed) throws Exception {
    Random random = new Random(seed);
    Set<String> broken = new LinkedHashSet<>();
    List<RaceKind> kinds = RaceKind.all();
    int rounds = 0;
    try (RaceTrack postgres = RaceTrack.open(TestDatabase.Kind.POSTGRES);
        RaceTrack mariadb = RaceTrack.open(TestDatabase.Kind.MARIADB)) {
      List<RaceTrack> tracks = List.of(postgres, mariadb);
      while (rounds < count) {
        RaceTrack track = tracks.get(rounds % 2);
        RaceKind kind = kinds.get(rounds / 2 % kinds.size());
        for (String fault : kind.run(track, random)) {
          broken.add("round %d, %s on %s: %s".formatted(rounds + 1, kind, track.name(), fault));
        }
        rounds++;
        if (rounds % SETTLE_EVERY == 0 || rounds == count) {
          tracks.forEach(each -> broken.addAll(each.settle()));
        }
        if (rounds % 500 == 0) {
          Progress.say("%d rounds, %d broken; %s".formatted(rounds, broken.size(), tracks));
        }
      }
      Progress.say(tracks.toString());
      return new Outcome(rounds, postgres.conflicts() + mariadb.conflicts(), List.copyOf(broken));
    }
  }
}
