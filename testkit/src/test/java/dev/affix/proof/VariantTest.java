package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.StagedBlob;
import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.InvalidImageException;
import dev.affix.serving.FileRequest;
import dev.affix.serving.FileResponse;
import dev.affix.storage.ByteRange;
import dev.affix.storage.ObjectNotFoundException;
import dev.affix.storage.ObjectReader;
import dev.affix.storage.PutRequest;
import dev.affix.storage.StorageKey;
import dev.affix.storage.StorageService;
import dev.affix.storage.StoredObject;
import dev.affix.testkit.ConnectionGuard;
import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

/** A variant's life, from the first request on, with a processor that does what it is told. */
@ParameterizedClass
@MethodSource("databases")
class VariantTest {
  private final TestDatabase.Kind kind;
  private final ScriptedProcessor processor = new ScriptedProcessor();
  private Unit unit;

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
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void itIsMadeOnceAndThenServedWithoutSql() {
    String url = variantUrl(unit.pseudWithIcon("ann"));
    assertThat(get(url)).isEqualTo(200);
    assertThat(unit.rows("affix_variants where state = 'READY' and width = 3")).isEqualTo(1);

    unit.counter.assertStatements(0, () -> assertThat(get(url)).isEqualTo(200));
    assertThat(processor.runs).hasValue(1);
    unit.assertClean();
  }

  @Test
  void itsUrlIsTheSameBeforeAndAfter() {
    Long id = unit.pseudWithIcon("ann");
    String before = variantUrl(id);
    get(before);
    assertThat(variantUrl(id)).isEqualTo(before);
  }

  @Test
  void manyRequestsAtOnceAreOneMaking() throws Exception {
    String url = variantUrl(unit.pseudWithIcon("ann"));
    List<Callable<Integer>> requests =
        Stream.<Callable<Integer>>generate(() -> () -> get(url)).limit(20).toList();
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
    String url = variantUrl(unit.pseudWithIcon("ann"));
    other.set(() -> lookups.addAndGet(get(url)));

    assertThat(get(url)).isEqualTo(200);
    assertThat(lookups).as("answer of the request in between").hasValue(200);
    assertThat(processor.runs).hasValue(1);
  }

  @Test
  void moreMakingsThanPlacesWaitForTheirTurnButNotForLong() throws Exception {
    List<String> urls =
        List.of("a", "b", "c", "d", "e").stream()
            .map(unit::pseudWithIcon)
            .map(this::variantUrl)
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
          urls.subList(0, 4).stream().map(url -> threads.submit(() -> get(url))).toList();
      awaitUp(busy);

      assertThat(get(urls.get(4))).as("after the wait").isEqualTo(503);
      Future<Integer> waiting = threads.submit(() -> get(urls.get(4)));
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
    String url = variantUrl(unit.pseudWithIcon("ann"));
    assertThat(get(url)).isEqualTo(404);
    assertThat(get(url)).isEqualTo(404);
    assertThat(processor.runs).hasValue(1);
    assertThat(unit.rows("affix_variants where state = 'FAILED' and last_error like '%no picture'"))
        .isEqualTo(1);
  }

  @Test
  void aFaultThatMayPassIsNoFailure() {
    processor.failure = new ImageProcessingException("busy", null);
    String url = variantUrl(unit.pseudWithIcon("ann"));
    assertThat(get(url)).isEqualTo(503);
    processor.failure = null;
    expireLeases();
    assertThat(get(url)).isEqualTo(200);
    assertThat(unit.rows("affix_variants where state = 'READY'")).isEqualTo(1);
  }

  @Test
  void aLeaseOfAnotherNodeIsRespectedUntilItEnds() {
    String url = variantUrl(unit.pseudWithIcon("ann"));
    processor.failure = new ImageProcessingException("busy", null);
    get(url);
    processor.failure = null;
    sql("update affix_variants set lease_until = '2999-01-01 00:00:00', attempts = 1");
    assertThat(get(url)).isEqualTo(503);
    expireLeases();
    assertThat(get(url)).isEqualTo(200);
  }

  @Test
  void twoMakersThatDiedAreEnough() {
    String url = variantUrl(unit.pseudWithIcon("ann"));
    processor.failure = new ImageProcessingException("busy", null);
    get(url);
    processor.failure = null;
    int runs = processor.runs.get();
    sql("update affix_variants set attempts = 2, lease_until = '2020-01-01 00:00:00'");
    assertThat(get(url)).isEqualTo(404);
    assertThat(processor.runs).hasValue(runs);
    assertThat(unit.rows("affix_variants where state = 'FAILED'")).isEqualTo(1);
  }

  @Test
  void aFileThatMakesItsMakerCrashTwiceIsNotTriedAgain() {
    String url = variantUrl(unit.pseudWithIcon("ann"));
    processor.failure = new ImageCrashException("took longer than a minute", null);
    assertThat(get(url)).isEqualTo(503);
    assertThat(get(url)).as("while the pause lasts").isEqualTo(503);
    assertThat(processor.runs).hasValue(1);
    expireLeases();
    assertThat(get(url)).isEqualTo(404);
    expireLeases();
    assertThat(get(url)).isEqualTo(404);
    assertThat(processor.runs).hasValue(2);
    assertThat(unit.rows("affix_variants where state = 'FAILED' and attempts = 2")).isOne();
  }

  @Test
  void aMakerThatCrashedOnceIsForgiven() {
    String url = variantUrl(unit.pseudWithIcon("ann"));
    processor.failure = new ImageCrashException("killed", null);
    assertThat(get(url)).isEqualTo(503);
    processor.failure = null;
    expireLeases();
    assertThat(get(url)).isEqualTo(200);
    unit.assertClean();
  }

  @Test
  void aReadyVariantWhoseObjectIsGoneIsMadeAgain() {
    String url = variantUrl(unit.pseudWithIcon("ann"));
    get(url);
    unit.memory.delete(variantKey());
    assertThat(get(url)).isEqualTo(200);
    assertThat(processor.runs).hasValue(2);
    unit.assertClean();
  }

  @Test
  void purgingTheBlobDeletesItsVariants() {
    Long id = unit.pseudWithIcon("ann");
    String url = variantUrl(id);
    get(url);
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    unit.settle();
    assertThat(unit.memory.list()).toIterable().isEmpty();
    assertThat(unit.rows("affix_variants")).isZero();
    assertThat(get(url)).isEqualTo(404);
  }

  @Test
  void aVariantOfABlobPurgedMeanwhileLeavesNothing() {
    Long id = unit.pseudWithIcon("ann");
    String url = variantUrl(id);
    processor.meanwhile =
        () -> unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    assertThat(get(url)).isEqualTo(404);
    unit.settle();
    assertThat(unit.memory.list()).toIterable().isEmpty();
  }

  @Test
  void anObjectThatIsStoredAfterThePurgeOfItsBlobIsStillNamed() {
    Long id = unit.pseudWithIcon("ann");
    String url = variantUrl(id);
    // As if the maker died, or lost the answer, right after its object was stored.
    processor.meanwhile =
        () -> {
          unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
          Unit.eventually(() -> unit.memory.size() == 0);
          unit.affix().housekeeping();
          unit.service.once(FaultyService.Operation.PUT, Fault.failAfter());
        };
    assertThat(get(url)).isEqualTo(503);
    assertThat(unit.memory.size()).isEqualTo(1);
    assertThat(unit.affix().audit("memory").isClean()).as("a note names it").isTrue();

    sql("update affix_deletions set due_at = '2020-01-01 00:00:00'");
    unit.settle();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void anObjectThatArrivesAfterThePurgeOfItsBlobIsStillNamed() {
    Long id = unit.pseudWithIcon("ann");
    unit.service.once(FaultyService.Operation.PUT, Fault.late());
    assertThat(get(variantUrl(id))).isEqualTo(503);
    expireLeases();
    unit.affix().deletions().pause();
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().purge());
    assertThat(unit.rows("affix_deletions")).as("original and variant").isEqualTo(2);
    assertThat(unit.affix().housekeeping().postponed()).as("only the original is due").isOne();
    unit.affix().deletions().resume();
    unit.affix().housekeeping();
    Unit.eventually(() -> unit.memory.size() == 0);
    unit.service.arrive();
    assertThat(unit.memory.size()).isOne();
    assertThat(unit.affix().audit("memory").isClean()).as("a note names it").isTrue();

    sql("update affix_deletions set due_at = '2020-01-01 00:00:00'");
    unit.settle();
    assertThat(unit.memory.size()).isZero();
  }

  @Test
  void aVariantWhoseKeyHasANoteIsNotBegunUntilTheNoteIsGone() {
    String url = variantUrl(unit.pseudWithIcon("ann"));
    get(url);
    sql(
        "insert into affix_deletions"
            + " (id, service, storage_key, reason, due_at, attempts, created_at)"
            + " select id, service, storage_key, 'FAILED', '2999-01-01 00:00:00', 0, created_at"
            + " from affix_variants");
    unit.memory.delete(variantKey());
    sql("delete from affix_variants");

    assertThat(get(url)).isEqualTo(503);
    assertThat(unit.rows("affix_variants")).isZero();
    assertThat(processor.runs).hasValue(1);

    sql("delete from affix_deletions");
    assertThat(get(url)).isEqualTo(200);
    assertThat(processor.runs).hasValue(2);
    unit.assertClean();
  }

  @Test
  void aRetainedBlobGetsNoVariants() {
    Long id = unit.pseudWithIcon("ann");
    String url = variantUrl(id);
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().detach());
    assertThat(get(url)).isEqualTo(404);
    assertThat(unit.rows("affix_variants")).isZero();
    assertThat(processor.runs).hasValue(0);
    assertThat(unit.memory.size()).isEqualTo(1);
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
    Long id = unit.pseud("ann");
    StagedBlob staged = unit.affix().stage(Pictures.png("ann"));
    unit.runInTransaction(em -> em.find(Pseud.class, id).icon().attach(staged));
    String url = variantUrl(id);
    unit.settle();
    List<Integer> held = new ArrayList<>();
    processor.meanwhile = () -> held.add(unit.counter.held());

    assertThat(get(url)).isEqualTo(200);
    assertThat(held).containsExactly(0);
    assertThat(guards).singleElement().satisfies(g -> assertThat(g.violations()).isEmpty());
  }

  private String variantUrl(Long id) {
    return unit.inTransaction(
            em -> em.find(Pseud.class, id).icon().variant("standard").url().orElseThrow())
        .toString();
  }

  private StorageKey variantKey() {
    return StorageKey.of(
        unit.inTransaction(em ->
            (String)
                em.createNativeQuery("select storage_key from affix_variants", String.class)
                    .getSingleResult()));
  }

  private int get(String url) {
    String path = url.substring("/files".length());
    try (FileResponse response = unit.affix().handler().handle(FileRequest.of("GET", path))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      response.writeTo(out);
      if (response.status() == 200) {
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("made of ");
      }
      return response.status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private void expireLeases() {
    sql("update affix_variants set lease_until = '2020-01-01 00:00:00'");
  }

  private void sql(String statement) {
    unit.runInTransaction(em -> em.createNativeQuery(statement).executeUpdate());
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
