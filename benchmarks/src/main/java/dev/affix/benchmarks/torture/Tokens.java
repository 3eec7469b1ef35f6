package dev.affix.benchmarks.torture;

import dev.affix.Upload;
import dev.affix.benchmarks.bed.Png;
import dev.affix.benchmarks.bed.Progress;
import dev.affix.benchmarks.bed.Pseud;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.serving.AccessCheck;
import dev.affix.serving.FileHandler;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Asks for files by altered and respelled tokens; every one must be refused. */
final class Tokens implements Proof {
  private static final int OWNERS = 20;
  private static final int MOST_TOLD = 100;

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public int fullCount() {
    return 1_000_000;
  }

  @Override
  public Outcome run(int count, long seed) {
    Random random = new Random(seed);
    try (TestDatabase database = TestDatabase.h2();
        Unit unit =
            Unit.open(
                database.dataSource(),
                new MemoryService(),
                builder -> builder.accessCheck(allow()))) {
      return attack(unit.affix().handler(), paths(unit, random), count, random);
    }
  }

  /**
   * Asks that handler.
   *
   * @param paths good ones, which it must answer with the file
   */
  Outcome attack(FileHandler handler, List<String> paths, int count, Random random) {
    List<String> broken = new ArrayList<>();
    for (String path : paths) {
      int status = status(handler, path);
      if (status != 200) {
        broken.add("untouched " + path + " is answered with " + status);
      }
    }
    Set<String> good = new HashSet<>(paths);
    TokenForger forger = new TokenForger(paths, random);
    int rounds = 0;
    while (rounds < count) {
      String forged = forger.next();
      if (good.contains(forged)) {
        continue;
      }
      int status = status(handler, forged);
      if ((status < 400 || status >= 500) && broken.size() < MOST_TOLD) {
        broken.add("%s is answered with %d".formatted(forged, status));
      }
      rounds++;
      if (rounds % 100_000 == 0) {
        Progress.say("%d forged tokens, %d broken".formatted(rounds, broken.size()));
      }
    }
    return new Outcome(rounds, rounds, broken);
  }

  private static List<String> paths(Unit unit, Random random) {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < OWNERS; i++) {
      String filename = i % 2 == 0 ? "icon " + i + ".png" : "Bild-ä-%41-" + i + ".PNG";
      Upload icon = Upload.of(Png.noise(random, 3), filename);
      unit.factory()
          .runInTransaction(em -> {
            Pseud pseud = new Pseud(filename);
            em.persist(pseud);
            pseud.icon().attach(icon);
            pseud.letter().attach(icon);
            pseud.pictures().attach(icon);
            paths.add(pseud.icon().url().orElseThrow().getRawPath());
            paths.add(pseud.letter().url().orElseThrow().getRawPath());
            paths.add(pseud.pictures().files().get(0).url().getRawPath());
          });
    }
    return paths.stream().map(path -> path.substring("/files".length())).toList();
  }

  private static AccessCheck allow() {
    return (request, file) -> true;
  }

  private static int status(FileHandler handler, String path) {
    try (FileResponse answer = handler.handle(FileRequest.of("GET", path))) {
      return answer.status();
    }
  }
}
