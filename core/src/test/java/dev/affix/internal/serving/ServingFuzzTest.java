package dev.affix.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.internal.serving.Site.Seen;
import dev.affix.internal.signing.FileLink;
import dev.affix.storage.StorageKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Counts and seeds can be given: {@code -Daffix.tokens=1000000 -Daffix.seed=1}. */
class ServingFuzzTest {
  private static final long SEED = Long.getLong("affix.seed", 20_261_123L);
  private static final String[] HEADERS = {
    "Range", "If-Range", "If-None-Match", "If-Match", "If-Modified-Since", "Cookie"
  };
  private static final String[] PIECES = {
    "bytes=",
    "0",
    "5",
    "11",
    "12",
    "-",
    ",",
    " ",
    "\"",
    "W/",
    "*",
    "9999999999999999999",
    "é",
    "=",
    "\t",
    "a",
    "bytes",
    "\0",
    ";"
  };

  @Test
  void noAlteredPathIsServed() {
    int rounds = Integer.getInteger("affix.tokens", 20_000);
    var log = new ByteArrayOutputStream();
    var result = TokenTorture.run(rounds, SEED, new PrintStream(log, true, StandardCharsets.UTF_8));
    assertThat(log.toString(StandardCharsets.UTF_8)).as("seed %d", SEED).isEmpty();
    assertThat(result.broken()).isZero();
    assertThat(result.faults()).isEqualTo(rounds);
  }

  @Test
  void everyRequestHasAWellFormedAnswer() {
    var random = new Random(SEED);
    try (var site = new Site()) {
      StorageKey large = StorageKey.of("z".repeat(28));
      site.local.hold(large, new byte[OpenObject.IN_HAND_BYTES + 12]);
      String tag = site.get(Site.LINK).header("ETag");
      for (int i = 0; i < 10_000; i++) {
        FileLink link =
            FileLink.of(
                Site.BLOB,
                "local",
                random.nextInt(4) == 0 ? large : Site.KEY,
                Character.toString(random.nextInt(0xd800)) + "\"x",
                random.nextBoolean() ? "text/html" : "image/png");
        String name = HEADERS[random.nextInt(HEADERS.length)];
        String value = random.nextInt(4) == 0 ? tag : value(random);
        Seen seen = site.ask(random.nextInt(5) == 0 ? "HEAD" : "GET", site.path(link), name, value);
        check(seen, name + ": " + value);
      }
      assertThat(site.local.readersOpen).hasValue(0);
    }
  }

  private static void check(Seen seen, String what) {
    assertThat(seen.status()).as(what).isIn(200, 206, 304, 412, 416);
    if (seen.status() == 200 || seen.status() == 206) {
      boolean head = seen.body().length == 0;
      assertThat(head || seen.header("Content-Length").equals("" + seen.body().length)).isTrue();
      assertThat(seen.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(seen.header("Content-Type")).isIn("application/octet-stream", "image/png");
    }
    if (seen.status() == 206) {
      assertThat(seen.header("Content-Range")).as(what).matches("bytes \\d+-\\d+/\\d+");
    }
  }

  private static String value(Random random) {
    var value = new StringBuilder(random.nextBoolean() ? "bytes=" : "");
    for (int pieces = random.nextInt(8); pieces > 0; pieces--) {
      value.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return value.toString();
  }
}
