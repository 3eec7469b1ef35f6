package dev.affix.benchmarks;

import dev.affix.benchmarks.bed.ChildJvm;
import dev.affix.benchmarks.bed.Progress;
import dev.affix.benchmarks.scenarios.Scenario;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Runs scenarios, each in a JVM of its own: names, {@code --list}, or nothing for all. Prints lines
 * {@code name value unit} and ends with 0 only if every scenario's result was right.
 */
public final class Bench {
  private static final String INSIDE = "--inside";

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    List<String> words = Arrays.asList(arguments);
    List<String> known = Scenario.all().stream().map(Scenario::name).toList();
    if (words.equals(List.of("--list"))) {
      known.forEach(System.out::println);
    } else if (words.size() == 2 && words.get(0).equals(INSIDE)) {
      System.exit(inside(words.get(1)) ? 0 : 1);
    } else if (known.containsAll(words)) {
      System.exit(all(words.isEmpty() ? known : words) ? 0 : 1);
    } else {
      System.err.println("usage: bin/bench [SCENARIO..] | --list; scenarios: " + known);
      System.exit(2);
    }
  }

  private static boolean all(List<String> names) throws IOException, InterruptedException {
    boolean good = true;
    for (String name : names) {
      Progress.say("scenario " + name);
      try (ChildJvm child = ChildJvm.start(List.of("-Xmx1g"), Bench.class, List.of(INSIDE, name))) {
        for (String line = child.line(); line != null; line = child.line()) {
          System.out.println(line);
        }
        good &= child.await() == 0;
      }
    }
    return good;
  }

  /** Ends the JVM whatever happens: threads that read from servers would keep it alive. */
  private static boolean inside(String name) {
    Thread.ofPlatform().daemon().start(Bench::endWithParent);
    try {
      Scenario.all().stream()
          .filter(scenario -> scenario.name().equals(name))
          .findFirst()
          .orElseThrow()
          .run();
      return true;
    } catch (Exception | Error e) {
      System.err.println("scenario " + name + " failed");
      e.printStackTrace();
      return false;
    }
  }

  /** The parent writes nothing, so its end is the only thing that ends this read. */
  private static void endWithParent() {
    try {
      if (System.in.read() < 0) {
        System.exit(1);
      }
    } catch (IOException e) {
      System.exit(1);
    }
  }
}
