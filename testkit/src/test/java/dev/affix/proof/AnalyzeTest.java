package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.Analyze;
import dev.affix.AttachedFile;
import dev.affix.StagedBlob;
import dev.affix.Upload;
import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.ImageProperties;
import dev.affix.image.Placeholder;
import dev.affix.lifecycle.AnalyzeEstimate;
import dev.affix.lifecycle.AnalyzeReport;
import dev.affix.model.Blob;
import dev.affix.pace.Health;
import dev.affix.pace.HealthSignal;
import dev.affix.pace.Pace;
import dev.affix.pace.Probe;
import dev.affix.storage.StorageKey;
import dev.affix.testkit.ConnectionGuard;
import dev.affix.testkit.Fault;
import dev.affix.testkit.FaultyService.Operation;
import dev.affix.testkit.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures that were attached before anybody asked what they are, and are looked at later. */
@ParameterizedClass
@MethodSource("databases")
class AnalyzeTest {
  private static final ImageProperties EIGHT = new ImageProperties(8, 8, 1, false);
  private static final String KNOWN = "affix_blobs where width is not null";

  private final TestDatabase.Kind kind;
  private final Surveyor surveyor = new Surveyor();
  private Unit unit;

  AnalyzeTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind, 10, (b, u) -> b.imageProcessor(surveyor), Exhibit.class);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void whatTheAttachmentAsksForIsFoundOutOnce() {
    List<Long> ids = covers("ann", "ben");
    attach(Unit.text("no picture"));
    AnalyzeEstimate estimate = covers().estimate();
    assertThat(estimate.files()).isEqualTo(3);
    assertThat(estimate.pictures()).isEqualTo(2);
    assertThat(estimate.bytes())
        .isEqualTo(Pictures.bytes("ann").length + Pictures.bytes("ben").length);
    assertThat(estimate.finished()).isTrue();
    assertThat(surveyor.headers).as("an estimate looks at nothing").hasValue(0);

    AnalyzeReport report = covers().run();
    assertThat(report.text()).startsWith("Analyzed 2 pictures, 0 known already, 0 failed");
    assertThat(report.finished()).isTrue();
    unit.runInTransaction(em -> {
      AttachedFile file = em.find(Exhibit.class, ids.get(1)).cover.file().orElseThrow();
      assertThat(file.image()).contains(EIGHT);
      assertThat(file.placeholder()).contains(placeholder("ben"));
    });

    AnalyzeReport again = covers().run();
    assertThat(again.analyzed()).isZero();
    assertThat(again.alreadyKnown()).isEqualTo(2);
    assertThat(covers().estimate().pictures()).isZero();
    assertThat(surveyor.headers).hasValue(2);
    assertThat(surveyor.placeholders).hasValue(2);
    unit.assertClean();
  }

  @Test
  void whereSizesAreAskedForNothingIsDecoded() {
    Long id = attach(Pictures.png("ann"), (exhibit, staged) -> exhibit.details.attach(staged));
    assertThat(unit.affix().analyze(Exhibit.class, "details").run().analyzed()).isOne();
    assertThat(surveyor.placeholders).hasValue(0);
    unit.runInTransaction(em ->
        assertThat(em.find(Exhibit.class, id).details.files())
            .allSatisfy(file -> assertThat(file.image()).contains(EIGHT)));
  }

  @Test
  void sizesThatAreKnownDoNotStandForAPlaceholder() {
    surveyor.placeholderFailure = new ImageCrashException("died", null);
    covers("ann");
    AnalyzeReport report = covers().run();
    assertThat(report.analyzed()).isZero();
    assertThat(report.failed()).isOne();
    assertThat(report.reasons()).singleElement().asString().endsWith("\"ann.png\"]: died");
    assertThat(unit.rows(KNOWN)).as("sizes are good to have by themselves").isOne();
    surveyor.placeholderFailure = null;
    assertThat(covers().run().analyzed()).isOne();
    assertThat(unit.rows("affix_blobs where thumb_hash is not null")).isOne();
  }

  @Test
  void ownersStayAsTheyWere() {
    Long id = covers("ann").getFirst();
    Instant before = unit.inTransaction(em -> em.find(Exhibit.class, id).updatedAt());
    var statements = unit.counter.count(() -> covers().run());
    assertThat(statements.toString()).doesNotContainIgnoringCase(" Exhibit");
    unit.runInTransaction(em -> {
      Exhibit exhibit = em.find(Exhibit.class, id);
      assertThat(exhibit.version()).isZero();
      assertThat(exhibit.updatedAt()).isEqualTo(before);
      assertThat(exhibit.cover.file().orElseThrow().image()).contains(EIGHT);
    });
  }

  @Test
  void noConnectionIsHeldMeanwhile() {
    unit.close();
    List<ConnectionGuard> guards = new ArrayList<>();
    List<Integer> held = new CopyOnWriteArrayList<>();
    unit =
        Unit.open(
            kind,
            1,
            (b, u) -> {
              guards.add(ConnectionGuard.around(u.memory, u.counter));
              return b.service("guarded", guards.getFirst())
                  .defaultService("guarded")
                  .imageProcessor(surveyor);
            },
            Exhibit.class);
    covers("ann", "ben");
    surveyor.meanwhile = () -> held.add(unit.counter.held());
    assertThat(covers().run().analyzed()).isEqualTo(2);
    assertThat(held).as("connections held at each look").containsExactly(0, 0, 0, 0);
    assertThat(guards).singleElement().satisfies(g -> assertThat(g.violations()).isEmpty());
  }

  @Test
  void aTransactionOfTheCallerHasNoPartInIt() {
    covers("ann");
    assertThatThrownBy(() ->
            unit.runInTransaction(em -> {
              assertThat(covers().run().analyzed()).isOne();
              throw new IllegalStateException("rolled back");
            }))
        .hasMessage("rolled back");
    assertThat(unit.rows(KNOWN)).isOne();
  }

  @Test
  void aRunGoesOnWhereAnotherStopped() {
    covers("a", "b", "c", "d", "e", "f", "g");
    AnalyzeReport first = covers().all().limit(3).run();
    assertThat(first.analyzed()).isEqualTo(3);
    assertThat(first.finished()).isFalse();
    assertThat(first.text()).contains("go on from \"" + first.cursor() + "\"");
    var asked = new AtomicInteger();
    AnalyzeReport second =
        covers().all().from(first.cursor()).stopWhen(() -> asked.incrementAndGet() > 3).run();
    assertThat(second.analyzed()).isEqualTo(2);
    assertThat(second.finished()).isFalse();
    AnalyzeReport third = covers().all().from(second.cursor()).run();
    assertThat(third.analyzed()).isEqualTo(2);
    assertThat(third.finished()).isTrue();
    assertThat(surveyor.headers).as("each once").hasValue(7);
    assertThat(unit.rows(KNOWN)).isEqualTo(7);
  }

  @Test
  void nothingBeginsWhileASignalSaysStop() {
    covers("ann");
    var asked = new AtomicInteger();
    var stop =
        new HealthSignal() {
          @Override
          public String name() {
            return "maintenance";
          }

          @Override
          public Health read(Probe probe) {
            return Health.stop("not now");
          }
        };
    AnalyzeReport report =
        covers()
            .pace(Pace.unlimited().signal(stop))
            .stopWhen(() -> asked.incrementAndGet() > 3)
            .run();
    assertThat(report.finished()).isFalse();
    assertThat(surveyor.headers).hasValue(0);
  }

  @Test
  void whoeverInterruptsItFindsNothingPassedOver() {
    covers("ann");
    surveyor.meanwhile = () -> Thread.currentThread().interrupt();
    surveyor.headerFailure = new ImageProcessingException("interrupted", null);
    AnalyzeReport report = covers().run();
    assertThat(Thread.interrupted()).as("is interrupted still").isTrue();
    assertThat(report.finished()).isFalse();
    assertThat(report.cursor()).isEmpty();
    assertThat(report.skipped()).isZero();
  }

  @Test
  void manyPagesAndThreadsLookAtEachOnce() {
    covers(IntStream.range(0, 130).mapToObj(i -> "p" + i).toArray(String[]::new));
    List<Long> progress = new ArrayList<>();
    AnalyzeReport report =
        covers()
            .pace(Pace.unlimited().threads(3))
            .onProgress(now -> progress.add(now.analyzed()))
            .run();
    assertThat(report.analyzed()).as(report.text()).isEqualTo(130);
    assertThat(progress).containsExactly(100L, 130L);
    assertThat(surveyor.headers).hasValue(130);
    assertThat(unit.rows(KNOWN)).isEqualTo(130);
  }

  @Test
  void whatCannotBeLookedAtIsToldAndTriedOnce() {
    List<Long> ids = covers("gone", "ann", "busy");
    Long refused = attach(Pictures.png("hostile", 9, 9));
    unit.memory.delete(key(ids.getFirst()));
    surveyor.refuses = image -> image.getWidth() == 9;
    AnalyzeReport report = covers().run();
    assertThat(report.analyzed()).isEqualTo(2);
    assertThat(report.skipped()).isOne();
    assertThat(report.failed()).isOne();
    assertThat(report.finished()).isTrue();
    assertThat(report.reasons())
        .hasSize(2)
        .anyMatch(reason ->
            reason.endsWith("\"gone.png\"]: the file is gone, or is not where its row says"))
        .anyMatch(reason -> reason.endsWith("\"hostile.png\"]: no picture"));
    assertThat(surveyor.headers).as("each once").hasValue(4);
    unit.runInTransaction(em ->
        assertThat(em.find(Exhibit.class, refused).cover.file().orElseThrow().image()).isEmpty());
  }

  @Test
  void aFaultThatMayPassIsLeftToALaterRun() {
    covers("ann", "ben");
    unit.service.once(Operation.OPEN, Fault.failBefore());
    AnalyzeReport report = covers().run();
    assertThat(report.analyzed()).isOne();
    assertThat(report.skipped()).isOne();
    surveyor.headerFailure = new ImageProcessingException("busy", null);
    assertThat(covers().run().reasons()).singleElement().asString().endsWith(": busy");
    surveyor.headerFailure = new IllegalStateException("a mistake");
    assertThat(covers().run().failed()).isOne();
    surveyor.headerFailure = null;
    assertThat(covers().run().analyzed()).isOne();
  }

  @Test
  void nothingIsNotedOfAFileThatWasDetachedMeanwhile() {
    Long id = covers("ann").getFirst();
    surveyor.meanwhile =
        () -> unit.runInTransaction(em -> em.find(Exhibit.class, id).cover.detach());
    assertSkipped("is attached no more, or was exchanged meanwhile");
    assertThat(unit.rows("affix_blobs where state = 'RETAINED'")).isOne();
  }

  @Test
  void nothingIsNotedOfAFileThatWasExchangedMeanwhile() {
    covers("ann");
    surveyor.meanwhile = () -> unit.sql("update affix_blobs set storage_key = 'another'");
    assertSkipped("is attached no more, or was exchanged meanwhile");
  }

  @Test
  void aFileThatSeveralOwnersShareIsLookedAtOnce() {
    Long id = covers("ann").getFirst();
    unit.runInTransaction(em -> {
      Blob blob = em.find(Exhibit.class, id).cover.blob();
      for (int i = 0; i < 3; i++) {
        var other = new Exhibit();
        em.persist(other);
        other.cover.attach(blob);
        other.details.attach(blob);
      }
    });
    AnalyzeReport report = covers().run();
    assertThat(report.analyzed()).isOne();
    assertThat(covers().estimate().files()).isEqualTo(4);
    assertThat(unit.affix().analyze(Exhibit.class, "details").run().alreadyKnown()).isOne();
    assertThat(surveyor.headers).hasValue(1);
  }

  @Test
  void aPlaceholderStaysWhereNoneIsAskedForOrMade() {
    Long id = covers("ann").getFirst();
    covers().run();
    unit.runInTransaction(em -> {
      Exhibit exhibit = em.find(Exhibit.class, id);
      Blob blob = exhibit.cover.blob();
      exhibit.details.attach(blob);
    });
    assertThat(unit.affix().analyze(Exhibit.class, "details").all().run().analyzed()).isOne();
    surveyor.placeholderFailure = new ImageCrashException("died", null);
    assertThat(covers().all().run().failed()).isOne();
    unit.runInTransaction(em ->
        assertThat(em.find(Exhibit.class, id).cover.file().orElseThrow().placeholder())
            .contains(placeholder("ann")));
  }

  @Test
  void whatAsksForNothingIsRefused() {
    assertThatThrownBy(() -> unit.affix().analyze(Exhibit.class, "receipt"))
        .isInstanceOf(AffixException.class)
        .hasMessage(
            "Exhibit.receipt asks for no analysis; declare analyze = Analysis.HEADER or"
                + " Analysis.PLACEHOLDER on it");
    assertThatIllegalArgumentException().isThrownBy(() -> covers().from("elsewhere"));
    assertThatIllegalArgumentException().isThrownBy(() -> covers().limit(0));
  }

  @Test
  void withoutAProcessorItIsRefused() {
    try (Unit without = Unit.open(kind, 10, (b, u) -> b, BuildFaultsTest.Curious.class)) {
      assertThatThrownBy(() -> without.affix().analyze(BuildFaultsTest.Curious.class, "photo"))
          .isInstanceOf(AffixException.class)
          .hasMessageContaining("call Affix.builder().imageProcessor(..)");
    }
  }

  private void assertSkipped(String reason) {
    AnalyzeReport report = covers().run();
    assertThat(report.analyzed()).isZero();
    assertThat(report.skipped()).isOne();
    assertThat(report.reasons()).singleElement().asString().endsWith(reason);
    assertThat(unit.rows(KNOWN)).isZero();
  }

  private Analyze covers() {
    return unit.affix().analyze(Exhibit.class, "cover");
  }

  /** Exhibits with covers that nobody looked at. */
  private List<Long> covers(String... names) {
    return Arrays.stream(names).map(name -> attach(Pictures.png(name))).toList();
  }

  private Long attach(Upload upload) {
    return attach(upload, (exhibit, staged) -> exhibit.cover.attach(staged));
  }

  /** Staged for no attachment, so that nobody looks at it. */
  private Long attach(Upload upload, BiConsumer<Exhibit, StagedBlob> slot) {
    StagedBlob staged = unit.affix().stage(upload);
    return unit.inTransaction(
            em -> {
              var exhibit = new Exhibit();
              em.persist(exhibit);
              slot.accept(exhibit, staged);
              return exhibit;
            })
        .id();
  }

  private StorageKey key(Long id) {
    return StorageKey.of(
        unit.inTransaction(em -> em.find(Exhibit.class, id).cover.blob().file().storageKey()));
  }

  private static Placeholder placeholder(String name) {
    return new Surveyor().placeholder(() -> new ByteArrayInputStream(Pictures.bytes(name)));
  }
}
