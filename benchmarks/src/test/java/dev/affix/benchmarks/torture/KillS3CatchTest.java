package dev.affix.benchmarks.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.Upload;
import dev.affix.benchmarks.bed.ClassPathJars;
import dev.affix.benchmarks.bed.Png;
import dev.affix.benchmarks.bed.RowView;
import dev.affix.benchmarks.bed.S3Store;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.testkit.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proof of kills on S3 finds services that are not fit for them, and what is wrong there. */
class KillS3CatchTest {
  private static final String PREFIX = "broken/";
  private static final int MOST_KILLS = 8;
  private static final int LIFE = 2_500;

  @TempDir Path folder;

  @Test
  void aServiceThatSaysStoredTooEarlyIsFound() throws Exception {
    assertThat(foundWith(SpoiledKillWorker.WritesLater.class, false))
        .anyMatch(found -> found.endsWith("has no object"));
  }

  @Test
  void aServiceThatDeletesNothingIsFound() throws Exception {
    assertThat(foundWith(SpoiledKillWorker.DeletesNothing.class, true))
        .anyMatch(found -> found.contains("audit: stray"));
  }

  @Test
  void whatIsWrongInTheBucketIsFound() throws IOException {
    try (TestDatabase database = TestDatabase.h2();
        S3Place place = new S3Place(S3Store.open(), PREFIX);
        Unit unit = Unit.open(database.dataSource(), place.service(), builder -> builder)) {
      var rows = new RowView(database.dataSource());
      unit.ownerWithIcon(Upload.of(Png.noise(new Random(1), 8), "icon.png"));
      String key = rows.list("select storage_key from affix_blobs", r -> r.getString(1)).get(0);
      var state = new StorageState(place, rows, unit.affix());
      assertThat(state.settle()).isEmpty();

      byte[] bytes = place.read(key);
      bytes[bytes.length / 2] ^= 1;
      place.store().put(PREFIX + key, bytes);
      assertThat(state.settle())
          .anyMatch(found -> found.endsWith("has other bytes than were stored"));

      place.store().put(PREFIX + key, new byte[3]);
      assertThat(state.check()).singleElement().asString().contains("has 3 bytes instead of");

      place.store().put(PREFIX + "zzzzzzzzzzzzzzzzzzzzzzzzzzzz", bytes);
      assertThat(state.settle()).contains("audit: stray zzzzzzzzzzzzzzzzzzzzzzzzzzzz");

      place.store().client().deleteObject(r -> r.bucket(place.store().bucket()).key(PREFIX + key));
      assertThat(state.check()).singleElement().asString().contains("has no object");
    }
  }

  /** Kills workers until something is found; the last look is at what is settled, if asked for. */
  private List<String> foundWith(Class<?> worker, boolean settled) throws Exception {
    List<String> options = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    List<String> found = new ArrayList<>();
    Random random = new Random(1);
    try (KillCell cell =
        KillCell.open(
            TestDatabase.Kind.POSTGRES,
            new S3Place(S3Store.open(), PREFIX),
            ClassPathJars.packedInto(folder),
            worker)) {
      cell.prepare(options);
      for (int i = 0; i < MOST_KILLS && found.isEmpty(); i++) {
        found.addAll(cell.kill(random.nextLong(), LIFE, options));
        if (settled) {
          found.addAll(cell.settle());
        }
      }
    }
    return found;
  }
}
