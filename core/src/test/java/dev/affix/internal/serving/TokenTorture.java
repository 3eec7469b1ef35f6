package dev.affix.internal.serving;

import dev.affix.Visibility;
import dev.affix.internal.serving.Site.Seen;
import dev.affix.internal.signing.FileLink;
import dev.affix.internal.signing.VariantLink;
import dev.affix.storage.StorageKey;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Alters and respells the paths of genuine URLs and asks a handler for each. An altered path must
 * be answered like any other wrong one, and nobody may be asked for anything because of it.
 *
 * <p>Run by hand: {@code TokenTorture COUNT SEED}.
 */
final class TokenTorture {
  private static final int PATHS = 60;

  private final Random random;
  private final PrintStream log;
  private final PathMutations mutations;
  private final List<String> genuine = new ArrayList<>();
  private final Set<String> all = new HashSet<>();
  private long faults;
  private long broken;

  private TokenTorture(long seed, PrintStream log) {
    this.random = new Random(seed);
    this.log = log;
    this.mutations = new PathMutations(random);
  }

  /** How it went: rounds, alterations, and those of them that were not refused. */
  record Result(long rounds, long faults, long broken) {}

  public static void main(String[] args) {
    long rounds = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    System.err.println("seed " + seed);
    Result result = run(rounds, seed, System.err);
    System.out.println("tokens_rounds " + result.rounds());
    System.out.println("tokens_faults " + result.faults());
    System.out.println("tokens_broken " + result.broken());
    System.exit(result.broken() == 0 && result.rounds() == rounds ? 0 : 1);
  }

  static Result run(long rounds, long seed, PrintStream log) {
    var torture = new TokenTorture(seed, log);
    try (var site = new Site()) {
      torture.publish(site);
      Seen refusal = site.ask("GET", "/x/y");
      for (long round = 0; round < rounds; round++) {
        torture.round(site, refusal, round);
      }
      torture.checkGenuine(site);
    }
    return new Result(rounds, torture.faults, torture.broken);
  }

  private void round(Site site, Seen refusal, long round) {
    String path = genuine.get(random.nextInt(PATHS));
    String altered = path;
    while (all.contains(altered)) {
      altered = mutations.alter(path, genuine.get(random.nextInt(PATHS)));
    }
    faults++;
    int before = asked(site);
    Seen seen = site.ask(random.nextInt(8) == 0 ? "HEAD" : "GET", altered);
    boolean refused = seen.status() == 404 && seen.headers().equals(refusal.headers());
    if (!refused || asked(site) != before) {
      broken++;
      log.println(
          "round " + round + ": " + path + " altered to " + altered + " was answered " + seen);
    }
    if (round % 10_000 == 0) {
      checkGenuine(site);
    }
  }

  /** Else a handler that refuses everything would pass. */
  private void checkGenuine(Site site) {
    for (String path : genuine) {
      if (site.ask("GET", path).status() != 200) {
        broken++;
        log.println("the genuine " + path + " was refused");
      }
    }
  }

  private void publish(Site site) {
    site.access = (request, file) -> true;
    String[] names = {"photo.jpg", "Übersicht 2026.pdf", "a+b (1).png", "x", "日本.gif", "-_~.txt"};
    for (int i = 0; i < PATHS; i++) {
      UUID blob = new UUID(random.nextLong(), random.nextLong());
      UUID attachment = new UUID(random.nextLong(), random.nextLong());
      StorageKey key = i % 5 == 0 ? StorageKey.of("icons/" + i + "/original.png") : key();
      Visibility visibility = List.of(Visibility.values()).get(i % 3);
      FileLink link =
          FileLink.of(blob, "local", key, names[i % names.length], i % 7 == 0 ? "a/b" : "image/png")
              .withVisibility(visibility, attachment);
      site.attachments.put(
          attachment, new dev.affix.serving.GuardedFile(attachment, blob, "pseud", "" + i, "icon"));
      site.local.hold(key, Site.HELLO);
      if (i % 2 == 0) {
        link = link.withVariant(VariantLink.of("thumb", Site.DIGEST, "image/webp"));
        site.local.hold(key.variant(Site.DIGEST), Site.HELLO);
      }
      genuine.add(site.path(i % 4 == 0 ? link.asDownload() : link));
    }
    all.addAll(genuine);
  }

  private StorageKey key() {
    var text = new StringBuilder();
    for (int i = 0; i < 28; i++) {
      text.append(Character.forDigit(random.nextInt(36), 36));
    }
    return StorageKey.of(text.toString());
  }

  private static int asked(Site site) {
    return site.local.opens.get()
        + site.local.heads.get()
        + site.lookups.get()
        + site.produced.get();
  }
}
