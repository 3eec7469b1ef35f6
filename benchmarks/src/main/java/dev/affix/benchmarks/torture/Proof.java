package dev.affix.benchmarks.torture;

import java.util.List;

/** One long proof. */
public interface Proof {
  /** As on the command line. */
  String name();

  /** Rounds when nobody says otherwise. */
  int fullCount();

  /** Runs that many rounds; the same seed makes the same choices. */
  Outcome run(int count, long seed) throws Exception;

  /**
   * What came of it.
   *
   * @param rounds rounds that were run
   * @param faults what was injected or had to be repeated
   * @param broken invariants found broken, a line each
   */
  record Outcome(int rounds, long faults, List<String> broken) {
    public Outcome {
      broken = List.copyOf(broken);
    }
  }

  /** All there are. */
  static List<Proof> all() {
    return List.of(
        new KillDisk(),
        new KillS3(),
        new Race(),
        new StorageFaults(),
        new Tokens(),
        new Images(),
        new VariantKill());
  }
}
