package dev.affix.benchmarks;

import dev.affix.benchmarks.torture.Proof;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs one long proof: {@code NAME [COUNT] [--seed N]}, or {@code --list}. Ends with 0 only if all
 * rounds were run and nothing was found broken.
 */
public final class Torture {
  private static final String USAGE = "usage: bin/torture NAME [COUNT] [--seed N] | --list";

  private Torture() {}

  public static void main(String[] arguments) {
    List<String> words = new ArrayList<>(Arrays.asList(arguments));
    if (words.equals(List.of("--list"))) {
      Proof.all().forEach(proof -> System.out.println(proof.name()));
      return;
    }
    Long seed = seed(words);
    Proof proof = words.isEmpty() ? null : named(words.get(0));
    if (proof == null || words.size() > 2 || (words.size() == 2 && !isCount(words.get(1)))) {
      System.err.println(USAGE);
      System.err.println("names: " + Proof.all().stream().map(Proof::name).toList());
      System.exit(2);
      return;
    }
    int count = words.size() == 2 ? Integer.parseInt(words.get(1)) : proof.fullCount();
    long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1L << 48) : seed;
    System.exit(run(proof, count, chosen) ? 0 : 1);
  }

  /** Ends the JVM whatever happens: threads that read from servers would keep it alive. */
  private static boolean run(Proof proof, int count, long seed) {
    try {
      return report(proof, count, seed);
    } catch (Exception | Error e) {
      e.printStackTrace();
      return false;
    }
  }

  private static boolean report(Proof proof, int count, long seed) throws Exception {
    System.out.println("seed " + seed);
    Proof.Outcome outcome = proof.run(count, seed);
    System.out.println(proof.name() + "_rounds " + outcome.rounds());
    System.out.println(proof.name() + "_faults " + outcome.faults());
    outcome.broken().forEach(fault -> System.out.println("broken: " + fault));
    System.out.println(proof.name() + "_broken " + outcome.broken().size());
    return outcome.broken().isEmpty() && outcome.rounds() >= count;
  }

  /** Takes the option and its value out of the words. */
  private static @Nullable Long seed(List<String> words) {
    int option = words.indexOf("--seed");
    if (option < 0 || option + 1 == words.size()) {
      return null;
    }
    Long seed = Long.valueOf(words.get(option + 1));
    words.subList(option, option + 2).clear();
    return seed;
  }

  private static @Nullable Proof named(String name) {
    return Proof.all().stream().filter(proof -> proof.name().equals(name)).findFirst().orElse(null);
  }

  private static boolean isCount(String word) {
    return word.matches("[1-9][0-9]{0,8}");
  }
}
