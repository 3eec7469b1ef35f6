package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.Progress;
import dev.affix.benchmarks.bed.S3Store;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Lets every operation of a service meet every fault: on disk those of bodies and of the folder, on
 * S3 those of the network, too, by a proxy before a real server. Each time the call must end within
 * its limit, as the fault demands: well, as "unavailable", or with another defined exception. What
 * is stored must be whole or not there, and nothing may be left open or behind.
 */
final class StorageFaults implements Proof {
  private static final int SETTLE_EVERY = 200;
  // Calls that may give up because the machine is busy.
  private static final int FEW = 2;
  private static final int ONE_IN = 200;

  @Override
  public String name() {
    return "storage-faults";
  }

  @Override
  public int fullCount() {
    return 10_000;
  }

  @Override
  public Outcome run(int count, long seed) throws Exception {
    try (FaultBed disk = DiskFaultBed.open(service -> service);
        FaultBed s3 = S3FaultBed.open(S3Store.open(), service -> service)) {
      return run(List.of(disk, s3), count, seed);
    }
  }

  /** Rounds on these beds by turns. */
  static Outcome run(List<FaultBed> beds, int count, long seed) throws IOException {
    Random random = new Random(seed);
    Set<String> broken = new LinkedHashSet<>();
    var tally = new FaultTally();
    long faults = 0;
    int rounds = 0;
    int gaveUp = 0;
    while (rounds < count) {
      FaultBed bed = beds.get(rounds % beds.size());
      List<Operation> operations = bed.operations().stream().sorted().toList();
      Operation operation = operations.get(random.nextInt(operations.size()));
      var round = new FaultRound(bed, operation, random);
      for (String fault : round.run()) {
        broken.add("round %d, %s".formatted(rounds + 1, fault));
        Progress.say("broken: " + fault);
      }
      tally.add(bed.name(), operation, round.end());
      gaveUp += round.gaveUp() ? 1 : 0;
      faults += round.faults();
      rounds++;
      if (rounds % SETTLE_EVERY == 0 || rounds == count) {
        for (FaultBed each : beds) {
          each.leaks().forEach(leak -> broken.add(each.name() + ": " + leak));
        }
        Progress.say(
            "%d rounds, %d faults, %d gave up, %d broken"
                .formatted(rounds, faults, gaveUp, broken.size()));
      }
    }
    Progress.say(tally.toString());
    broken.addAll(tally.onesided());
    if (gaveUp > FEW + rounds / ONE_IN) {
      broken.add("%d calls that were to end well gave up on a silent server".formatted(gaveUp));
    }
    return new Outcome(rounds, faults, List.copyOf(broken));
  }
}
