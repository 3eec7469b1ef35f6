package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.AffixException;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.InvalidImageException;
import dev.affix.lifecycle.RegenerateEstimate;
import dev.affix.lifecycle.RegenerateReport;
import dev.affix.pace.Pace;
import dev.affix.testkit.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Making the variants of many files, those that are missing or all. */
@ParameterizedClass
@MethodSource("databases")
class RegenerateTest {
  private static final String READY = "affix_variants where state = 'READY'";

  private final TestDatabase.Kind kind;
  private final ScriptedProcessor processor = new ScriptedProcessor();
  private Unit unit;
  private Viewer viewer;

  RegenerateTest(TestDatabase.Kind kind) {
    this.kind = kind;
    open(1_000);
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  private void open(int perMinute) {
    unit =
        Unit.open(
            kind,
            10,
            (b, u) -> b.imageProcessor(processor).variantsPerMinute(perMinute),
            Pseud.class);
    viewer = new Viewer(unit);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void onlyWhatIsMissingIsMade() {
    List<Long> ids = pseuds(3);
    assertThat(viewer.get(viewer.url(ids.get(1)))).isEqualTo(200);
    var regenerate = unit.affix().regenerate(Pseud.class, "icon").onlyMissing();

    RegenerateEstimate estimate = regenerate.estimate();
    assertThat(estimate.files()).isEqualTo(3);
    assertThat(estimate.variants()).isEqualTo(2);
    assertThat(estimate.sourceBytes())
        .isEqualTo(Pictures.bytes("pseud0").length + Pictures.bytes("pseud2").length);
    assertThat(estimate.resultBytes())
        .isEqualTo(2L * ("made of " + Pictures.bytes("pseud1").length).length());
    assertThat(estimate.unsized()).isZero();
    assertThat(processor.runs).as("an estimate makes nothing").hasValue(1);

    RegenerateReport report = regenerate.run();
    assertThat(report.made()).isEqualTo(2);
    assertThat(report.alreadyThere()).isOne();
    assertThat(report.finished()).isTrue();
    assertThat(unit.rows(READY)).isEqualTo(3);
    assertThat(regenerate.run().made()).isZero();
    unit.assertClean();
  }

  @Test
  void anEstimateSaysOfHowManyItKnowsNoSize() {
    pseuds(2);
    RegenerateEstimate estimate = unit.affix().regenerate(Pseud.class, "icon").estimate();
    assertThat(estimate.variants()).isEqualTo(2);
    assertThat(estimate.unsized()).isEqualTo(2);
    assertThat(estimate.resultBytes()).isZero();
    assertThat(estimate.finished()).isTrue();
  }

  @Test
  void allAreMadeAnewWhileTheOldOnesAreServed() {
    String url = viewer.url(pseuds(1).get(0));
    assertThat(viewer.get(url)).isEqualTo(200);
    List<Integer> meanwhile = new ArrayList<>();
    processor.meanwhile = () -> meanwhile.add(viewer.get(url));
    RegenerateReport report = unit.affix().regenerate(Pseud.class, "icon").run();
    assertThat(report.made()).isOne();
    assertThat(meanwhile).containsExactly(200);
    assertThat(processor.runs).hasValue(2);
    assertThat(viewer.get(url)).isEqualTo(200);
    unit.assertClean();
  }

  @Test
  void aRunGoesOnWhereAnotherStopped() {
    pseuds(7);
    var all = unit.affix().regenerate(Pseud.class, "icon");
    RegenerateReport first = all.limit(3).run();
    assertThat(first.made()).isEqualTo(3);
    assertThat(first.finished()).isFalse();
    RegenerateReport second = all.from(first.cursor()).limit(3).run();
    assertThat(second.made()).isEqualTo(3);
    RegenerateReport third = all.from(second.cursor()).run();
    assertThat(third.made()).isOne();
    assertThat(third.finished()).isTrue();
    assertThat(unit.rows(READY)).isEqualTo(7);
    assertThat(processor.runs).as("each once").hasValue(7);
  }

  @Test
  void manyPagesAndThreadsMakeEachOnce() {
    pseuds(230);
    List<Long> progress = new ArrayList<>();
    RegenerateReport report =
        unit.affix()
            .regenerate(Pseud.class, "icon")
            .variants("standard")
            .pace(Pace.unlimited().threads(3))
            .onProgress(now -> progress.add(now.made()))
            .run();
    assertThat(report.text()).as(report.text()).contains("Made 230 variants");
    assertThat(progress).containsExactly(100L, 200L, 230L);
    assertThat(processor.runs).hasValue(230);
    assertThat(unit.rows(READY)).isEqualTo(230);
  }

  @Test
  void whatCannotBeMadeIsToldAndHoldsNoOthersUp() {
    List<Long> ids = pseuds(3);
    processor.failure = new InvalidImageException("no picture");
    viewer.get(viewer.url(ids.get(0)));
    processor.failure = new ImageProcessingException("busy", null);
    viewer.get(viewer.url(ids.get(1)));
    processor.failure = null;
    RegenerateReport report = unit.affix().regenerate(Pseud.class, "icon").onlyMissing().run();
    assertThat(report.made()).isOne();
    assertThat(report.failed()).isOne();
    assertThat(report.skipped()).isOne();
    assertThat(report.reasons())
        .anyMatch(reason -> reason.endsWith("cannot be made by this engine"))
        .anyMatch(reason -> reason.endsWith("or it waits after a fault"));
    assertThat(report.finished()).isTrue();
  }

  @Test
  void itKeepsToTheBudgetAndCanBeStoppedMeanwhile() {
    unit.close();
    open(4);
    List<Long> ids = pseuds(4);
    var asked = new AtomicInteger();
    RegenerateReport report =
        unit.affix()
            .regenerate(Pseud.class, "icon")
            .onlyMissing()
            .stopWhen(() -> asked.incrementAndGet() > 6)
            .run();
    assertThat(report.made()).isEqualTo(2);
    assertThat(report.finished()).isFalse();
    assertThat(viewer.get(viewer.url(ids.get(3)))).as("half is left to requests").isEqualTo(200);
  }

  @Test
  void withoutAProcessorItIsRefused() {
    unit.close();
    unit = Unit.open(kind);
    assertThatThrownBy(() -> unit.affix().regenerate(Pseud.class, "icon"))
        .isInstanceOf(AffixException.class)
        .hasMessageContaining("call Affix.builder().imageProcessor(..)");
  }

  @Test
  void whatIsNoCursorOrNoVariantIsRefused() {
    var regenerate = unit.affix().regenerate(Pseud.class, "icon");
    assertThatIllegalArgumentException().isThrownBy(() -> regenerate.from("elsewhere"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> regenerate.variants("giant"))
        .withMessageContaining("declared are [standard]");
  }

  private List<Long> pseuds(int count) {
    return IntStream.range(0, count)
        .boxed()
        .flatMap(i -> Stream.of(unit.pseudWithIcon("pseud" + i)))
        .toList();
  }
}
