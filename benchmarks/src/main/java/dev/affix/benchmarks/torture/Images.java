package dev.affix.benchmarks.torture;

import dev.affix.benchmarks.bed.ChildJvm;
import dev.affix.benchmarks.bed.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mutated and hostile files through every loader, in a JVM of their own: whatever ends it is found,
 * told with the file's number, and passed over by the next.
 */
final class Images implements Proof {
  /** Children that may end early before it is not worth going on. */
  private static final int MOST_DEATHS = 20;

  private static final int PROGRESS = 2_000;

  private final Class<?> worker;

  Images() {
    this(ImagesWorker.class);
  }

  /**
   * @param worker main class of the child, which answers as {@link ImagesWorker} does
   */
  Images(Class<?> worker) {
    this.worker = worker;
  }

  @Override
  public String name() {
    return "images";
  }

  @Override
  public int fullCount() {
    return 20_000;
  }

  @Override
  public Outcome run(int count, long seed) throws IOException, InterruptedException {
    var tally = new Tally();
    int deaths = 0;
    while (tally.rounds < count && deaths < MOST_DEATHS) {
      int from = tally.rounds;
      List<String> words =
          List.of(Long.toString(seed), Integer.toString(from), Integer.toString(count));
      try (ChildJvm child = ChildJvm.start(List.of("-Xmx128m"), worker, words)) {
        String line = child.line();
        while (line != null) {
          tally.hear(line);
          line = child.line();
        }
        int code = child.await();
        if (!tally.ended || code != 0) {
          deaths++;
          tally.died(seed, code);
        }
      }
    }
    return new Outcome(tally.rounds, tally.refused, tally.broken);
  }

  /** What the children said. */
  private static final class Tally {
    private int rounds;
    private int refused;
    private boolean ended;
    private @Nullable String current;
    private final List<String> broken = new ArrayList<>();

    void hear(String line) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "begin" -> current = words[1];
        case "made" -> end();
        case "refused" -> {
          refused++;
          end();
        }
        case "broken" -> {
          broken.add(current + ": " + words[1]);
          end();
        }
        case "memory" -> broken.add(words[1]);
        case "end" -> ended = true;
        default -> broken.add("a child said: " + line);
      }
    }

    void died(long seed, int code) {
      broken.add(
          current == null
              ? "a child ended with " + code + " between two files"
              : "file %s of seed %d ended its JVM with %d".formatted(current, seed, code));
      if (current != null) {
        end();
      }
    }

    private void end() {
      current = null;
      rounds++;
      if (rounds % PROGRESS == 0) {
        Progress.say("%d files, %d refused, %d broken".formatted(rounds, refused, broken.size()));
      }
    }
  }
}
