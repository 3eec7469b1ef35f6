package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.StagedBlob;
import dev.affix.testkit.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A unit whose owners and blobs several transactions want at once. */
final class Rivals implements AutoCloseable {
  final Unit unit;

  Rivals(TestDatabase.Kind kind) {
    unit =
        Unit.open(
            kind,
            20,
            (builder, made) -> builder.stagedBlobExpiry(Duration.ofHours(2)),
            Pseud.class);
  }

  /** Those on which one transaction waits for another's rows. */
  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds().stream().filter(kind -> kind != TestDatabase.Kind.H2).toList();
  }

  /** A picture that is staged. */
  StagedBlob staged(String name) {
    return unit.affix().stage(Pictures.png(name));
  }

  /** Work that replaces the icon, if its owner is there and has one. */
  Callable<Void> replacing(Long id, StagedBlob staged) {
    return () -> {
      unit.runInTransaction(em -> {
        Pseud pseud = em.find(Pseud.class, id);
        if (pseud != null && pseud.icon().isAttached()) {
          pseud.icon().attach(staged);
        }
      });
      return null;
    };
  }

  /** That the work waits for a transaction which is open. */
  static void assertBlocked(CompletableFuture<?> work) throws Exception {
    try {
      work.get(300, TimeUnit.MILLISECONDS);
      throw new AssertionError("it did not wait for the other transaction");
    } catch (TimeoutException e) {
      assertThat(work).isNotDone();
    }
  }

  @Override
  public void close() {
    unit.close();
  }
}
