package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.StagedBlob;
import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.InvalidImageException;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.ConnectionGuard;
import dev.affix.testkit.database.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Making a variant, from the first request on, with a processor that does what it is told: once, by
 * one, and again only where that may help.
 */
@ParameterizedClass
@MethodSource("databases")
class VariantTest {
  private final TestDatabase.Kind kind;
  private final ScriptedProcessor processor = new ScriptedProcessor();
  private Unit unit;
  private Viewer viewer;

  VariantTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(kind, 10, (b, u) -> b.imageProcessor(processor).variantsAtOnce(4), Pseud.class);
    viewer = new Viewer(unit);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void itIsMadeOnceAndThenServedWithoutSql() {
    String url = viewer.url(unit.pseudWithIcon("ann"));
    assertThat(viewer.get(url)).isEqualTo(200);
    assertThat(unit.rows("affix_variants where state = 'READY' and width = 3")).isEqualTo(1);

    unit.counter.assertStatements(0, () -> assertThat(viewer.get(url)).isEqualTo(200));
    assertThat(processor.runs).hasValue(1);
    unit.assertClean();
  }

  @Test
  void itsUrlIsTheSameBeforeAndAfter() {
    Long id = unit.pseudWithIcon("ann");
    String before = viewer.url(id);
    viewer.get(before);
    assertThat(viewer.url(id)).isEqualTo(before);
  }

  @Test
  void manyRequestsAtOnceAreOneMaking() throws Exception {
    String url = viewer.url(unit.pseudWithIcon("ann"));
    List<Callable<Integer>> requests =
        Stream.<Callable<Integer>>generate(() -> () -> viewer.get(url)).limit(20).toList();
    assertThat(Racing.all(requests)).containsOnlyNulls();
    assertThat(processor.runs).hasValue(1);
  }

  @Test
  void whatSomebodyElseFinishedMeanwhileIsNotMadeAgain() {
    unit.close();
    var lookups = new AtomicInteger();
    var other = new AtomicReference<Runnable>(() -> {});
    unit =
        Unit.open(
            kind,
            10,
            (b, u) ->
                b.service("late", new Missing(u.memory, () -> other.getAndSet(() -> {}).run()))
                    .defaultService("late")
                    .imageProcessor(processor),
            Pseud.class);
    viewer = new Viewer(unit);
    String url = viewer.url(unit.pseudWithIcon("ann"));
    other.set(() -> lookups.addAndGet(viewer.get(url)));

    assertThat(viewer.get(url)).isEqualTo(200);
    assertThat(lookups).as("answer of the request in between").hasValue(200);
    assertThat(processor.runs).hasValue(1);
  }

  @Test
  void moreMakingsThanPlacesWaitForTheirTurnButNotForLong() throws Exception {
    List<String> urls =
        List.of("a", "b", "c", "d", "e").stream()
            .map(unit::pseudWithIcon)
            .map(viewer::url)
            .toList();
    var busy = new CountDownLatch(4);
    var release = new CountDownLatch(1);
    processor.meanwhile =
        () -> {
          busy.countDown();
          awaitUp(release);
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
      List<Future<Integer>> first =
          urls.subList(0, 4).stream().map(url -> threads.submit(() -> viewer.get(url))).toList();
      awaitUp(busy);

      assertThat(viewer.get(urls.get(4))).as("after the wait").isEqualTo(503);
      Future<Integer> waiting = threads.submit(() -> viewer.get(urls.get(4)));
      assertThat(endsSoon(waiting)).isFalse();
      release.countDown();
      assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(200);
      for (Future<Integer> one : first) {
        assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(200);
      }
    } finally {
      release.countDown();
    }
  }

  @Test
  void aFileThatCannotBeTransformedIsTriedOnce() {
    processor.failure = new InvalidImageException("no picture");
    String url = viewer.url(unit.pseudWithIcon("ann"));
    assertThat(viewer.get(url)).isEqualTo(404);
    assertThat(viewer.get(url)).isEqualTo(404);
    assertThat(processor.runs).hasValue(1);
    assertThat(unit.rows("affix_variants where state = 'FAILED' and last_error like '%no picture'"))
        .isEqualTo(1);
  }

  @Test
  void aFaultThatMayPassIsNoFailure() {
    processor.failure = new ImageProcessingException("busy", null);
    String url = viewer.url(unit.pseudWithIcon("ann"));
    assertThat(viewer.get(url)).isEqualTo(503);
    processor.failure = null;
    viewer.expireLeases();
    assertThat(viewer.get(url)).isEqualTo(200);
    assertThat(unit.rows("affix_variants where state = 'READY'")).isEqualTo(1);
  }

  @Test
  void aLeaseOfAnotherNodeIsRespectedUntilItEnds() {
    String url = viewer.url(unit.pseudWithIcon("ann"));
    processor.failure = new ImageProcessingException("busy", null);
    viewer.get(url);
    processor.failure = null;
    unit.sql("update affix_variants set lease_until = '2999-01-01 00:00:00', attempts = 1");
    assertThat(viewer.get(url)).isEqualTo(503);
    viewer.expireLeases();
    assertThat(viewer.get(url)).isEqualTo(200);
  }

  @Test
  void twoMakersThatDiedAreEnough() {
    String url = viewer.url(unit.pseudWithIcon("ann"));
    processor.failure = new ImageProcessingException("busy", null);
    viewer.get(url);
    processor.failure = null;
    int runs = processor.runs.get();
    unit.sql("update affix_variants set attempts = 2, lease_until = '2020-01-01 00:00:00'");
    assertThat(viewer.get(url)).isEqualTo(404);
    assertThat(processor.runs).hasValue(runs);
    assertThat(unit.rows("affix_variants where state = 'FAILED'")).isEqualTo(1);
  }

  @Test
  void aFileThatMakesItsMakerCrashTwiceIsNotTriedAgain() {
    String url = viewer.url(unit.pseudWithIcon("ann"));
    processor.failure = new ImageCrashException("took longer than a minute", null);
    assertThat(viewer.get(url)).isEqualTo(503);
    assertThat(viewer.get(url)).as("while the pause lasts").isEqualTo(503);
    assertThat(processor.runs).hasValue(1);
    viewer.expireLeases();
    assertThat(viewer.get(url)).isEqualTo(404);
    viewer.expireLeases();
    assertThat(viewer.get(url)).isEqualTo(404);
    assertThat(processor.runs).hasValue(2);
    assertThat(unit.rows("affix_variants where state = 'FAILED' and attempts = 2")).isOne();
  }

  @Test
  void aMakerThatCrashedOnceIsForgiven() {
    String url = viewer.url(unit.pseudWithIcon("ann"));
    processor.failure = new ImageCrashException("killed", null);
    assertThat(viewer.get(url)).isEqualTo(503);
    processor.failure = null;
    viewer.expireLeases();
    assertThat(viewer.get(url)).isEqualTo(200);
    unit.assertClean();
  }

  @Test
  void aReadyVariantWhoseObjectIsGoneIsMadeAgain() {
    String url = viewer.url(unit.pseudWithIcon("ann"));
    viewer.get(url);
    unit.memory.delete(viewer.key());
    assertThat(viewer.get(url)).isEqualTo(200);
    assertThat(processor.runs).hasValue(2);
    unit.assertClean();
  }

  @Test
  void noConnectionIsHeldWhileAVariantIsMade() {
    unit.close();
    List<ConnectionGuard> guards = new ArrayList<>();
    unit =
        Unit.open(
            kind,
            10,
            (b, u) -> {
              var guard = ConnectionGuard.around(u.memory, u.counter);
              guards.add(guard);
              return b.service("guarded", guard)
                  .defaultService("guarded")
                  .imageProcessor(processor);
            },
            Pseud.class);
    viewer = new Viewer(unit);
    Long id = unit.pseud("ann");
    StagedBlob staged = unit.affix().stage(Pictures.png("ann"));
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
    String url = viewer.url(id);
    unit.settle();
    List<Integer> held = new ArrayList<>();
    processor.meanwhile = () -> held.add(unit.counter.held());

    assertThat(viewer.get(url)).isEqualTo(200);
    assertThat(held).containsExactly(0);
    assertThat(guards).singleElement().satisfies(g -> assertThat(g.violations()).isEmpty());
  }

  private static boolean endsSoon(Future<?> work) {
    try {
      work.get(300, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitUp(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets something happen right after an object was not found. */
  private record Missing(StorageService inner, Runnable afterwards) implements StorageService {
    @Override
    public ObjectReader open(StorageKey key, ByteRange range) {
      try {
        return inner.open(key, range);
      } catch (ObjectNotFoundException e) {
        afterwards.run();
        throw e;
      }
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
      return inner.put(request, body);
    }

    @Override
    public Optional<StoredObject> head(StorageKey key) {
      return inner.head(key);
    }

    @Override
    public void delete(StorageKey key) {
      inner.delete(key);
    }
  }
}
