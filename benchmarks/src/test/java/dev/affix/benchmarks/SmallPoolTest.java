package dev.affix.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.AffixException;
import dev.affix.Upload;
import dev.affix.benchmarks.bed.Png;
import dev.affix.benchmarks.bed.Pseud;
import dev.affix.benchmarks.bed.RowView;
import dev.affix.benchmarks.bed.Unit;
import dev.affix.testkit.MemoryService;
import dev.affix.testkit.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form needs a second connection, and the pool may have none: that must end well. */
class SmallPoolTest {
  private static final int POOL = 5;
  private static final int THREADS = 50;

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void fiftyThreadsOnFiveConnectionsEndWithFilesOrClearErrors() throws Exception {
    try (TestDatabase database = TestDatabase.postgres()) {
      DataSource pool = database.dataSource(POOL);
      try (Unit unit =
          Unit.open(
              pool,
              new MemoryService(),
              builder -> builder.connectionPatience(Duration.ofSeconds(1)))) {
        long[] owners = unit.owners(THREADS);
        List<Throwable> failures = attachToAll(unit, owners);

        assertThat(failures)
            .allSatisfy(failure ->
                assertThat(failure)
                    .isInstanceOf(AffixException.class)
                    .hasMessageContaining("affix.stage("));
        assertConsistent(unit, new RowView(pool), THREADS - failures.size());
      }
    }
  }

  private static List<Throwable> attachToAll(Unit unit, long[] owners) throws Exception {
    byte[] bytes = Png.noise(new Random(1), 16);
    List<Throwable> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (long owner : owners) {
        running.add(
            threads.submit(() ->
                unit.factory()
                    .runInTransaction(em ->
                        em.find(Pseud.class, owner).icon().attach(Upload.of(bytes, "icon.png")))));
      }
      for (Future<?> each : running) {
        try {
          each.get(100, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          failures.add(e.getCause());
        }
      }
    }
    return failures;
  }

  private static void assertConsistent(Unit unit, RowView rows, int attached) {
    assertThat(rows.count("affix_attachments")).isEqualTo(attached);
    rows.letTimePass();
    while (!unit.affix().housekeeping().isIdle()) {
      rows.letTimePass();
    }
    assertThat(rows.count("affix_blobs")).isEqualTo(attached);
    assertThat(rows.count("affix_blobs where state = 'STORED'")).isEqualTo(attached);
    assertThat(unit.affix().audit(Unit.SERVICE).isClean()).isTrue();
  }
}
