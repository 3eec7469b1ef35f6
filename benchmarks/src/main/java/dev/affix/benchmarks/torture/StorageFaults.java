package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.Progress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Lets every operation of a service meet every fault: on disk those of bodies, on S3 those of the
 * network, too, by a proxy before a real server. Each time the call must end within its limit, well
 * or with a defined exception, and what is stored must be whole or not there.
 */
final class StorageFaults implements Proof {
  private static final int SETTLE_EVERY = 200;

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
    Random random = new Random(seed);
    Set<String> broken = new LinkedHashSet<>();
    long faults = 0;
    int rounds = 0;
    try (FaultBed disk = DiskFaultBed.open();
        FaultBed s3 = S3FaultBed.open()) {
      List<FaultBed> beds = List.of(disk, s3);
      while (rounds < count) {
        FaultBed bed = beds.get(rounds % 2);
        Operation[] operations = Operation.values();
        var round = new FaultRound(bed, operations[random.nextInt(operations.length)], random);
        int number = rounds + 1;
        round.run().forEach(fault -> broken.add("round %d, %s".formatted(number, fault)));
        faults += round.faults();
        rounds++;
        if (rounds % SETTLE_EVERY == 0 || rounds == count) {
          for (FaultBed each : beds) {
            each.leaks().forEach(leak -> broken.add(each.name() + ": " + leak));
          }
          Progress.say("%d rounds, %d faults, %d broken".formatted(rounds, faults, broken.size()));
        }
      }
    }
    return new Outcome(rounds, faults, List.copyOf(broken));
  }
}
