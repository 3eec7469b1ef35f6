package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.VariantOptions;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Variation;
import dev.affix.testkit.database.TestDatabase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Variants that are made before anybody asks: after the commit, and by housekeeping. */
@ParameterizedClass
@MethodSource("databases")
class VariantPreparingTest {
  private static final String READY = "affix_variants where state = 'READY'";

  private final TestDatabase.Kind kind;
  private final ScriptedProcessor processor = new ScriptedProcessor();
  private Unit unit;

  VariantPreparingTest(TestDatabase.Kind kind) {
    this.kind = kind;
    this.unit =
        Unit.open(
            kind, 10, (b, u) -> b.imageProcessor(processor).variantsPerMinute(1_000), Poster.class);
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void theyAreMadeAfterTheCommitAndNotByTheCommittingThread() {
    List<Thread> makers = new CopyOnWriteArrayList<>();
    processor.meanwhile = () -> makers.add(Thread.currentThread());
    Long id = Poster.in(unit, "ann");
    Unit.eventually(() -> unit.rows(READY + " and name = 'small'") == 1);
    assertThat(makers).hasSize(1).doesNotContain(Thread.currentThread());
    assertThat(unit.rows("affix_variants")).as("nobody asked for the large one").isOne();

    assertThat(new Viewer(unit).get(Poster.url(unit, id, "small"))).isEqualTo(200);
    assertThat(processor.runs).hasValue(1);
    assertThat(unit.affix().housekeeping().prepared()).isZero();
    unit.assertClean();
  }

  @Test
  void oneThatIsDeclaredInCodeIsMadeToo() {
    unit.close();
    unit =
        Unit.open(
            kind,
            10,
            (b, u) ->
                b.imageProcessor(processor)
                    .variant(
                        Pseud.class,
                        "icon",
                        "card",
                        Variation.of(Variation.resizeToLimit(8, 8)),
                        VariantOptions::preprocess),
            Pseud.class);
    unit.pseudWithIcon("ann");
    Unit.eventually(() -> unit.rows(READY + " and name = 'card'") == 1);
    assertThat(unit.rows("affix_variants")).as("nobody asked for others").isOne();
  }

  @Test
  void nothingIsMadeOfWhatWasRolledBack() {
    assertThatThrownBy(() ->
            unit.runInTransaction(em -> {
              Poster poster = new Poster();
              em.persist(poster);
              em.flush();
              poster.picture().attach(Pictures.png("ann"));
              throw new IllegalStateException("no");
            }))
        .hasMessageContaining("no");
    unit.settle();
    assertThat(processor.runs).hasValue(0);
  }

  @Test
  void aReplacedPictureIsPreparedToo() {
    Long id = Poster.in(unit, "ann");
    Unit.eventually(() -> unit.rows(READY) == 1);
    unit.runInTransaction(
        em -> em.find(Poster.class, id).picture().attach(Pictures.png("another")));
    Unit.eventually(() -> processor.runs.get() == 2 && unit.rows(READY) == 1);
    unit.assertClean();
  }

  @Test
  void whatTheHintDidNotComeToIsFoundByHousekeeping() {
    processor.failure = new ImageProcessingException("busy", null);
    Poster.in(unit, "ann");
    Unit.eventually(() -> unit.rows("affix_variants where faults = 1") == 1);
    processor.failure = null;
    assertThat(unit.affix().housekeeping().prepared()).as("the pause lasts").isZero();
    new Viewer(unit).expireLeases();
    assertThat(unit.affix().housekeeping().prepared()).isOne();
    assertThat(unit.affix().housekeeping().prepared()).isZero();
    unit.assertClean();
  }

  @Test
  void aFileThatCannotBeTransformedIsTriedOnce() {
    processor.failure = new InvalidImageException("no picture");
    Poster.in(unit, "ann");
    Unit.eventually(() -> unit.rows("affix_variants where state = 'FAILED'") == 1);
    unit.affix().housekeeping();
    unit.affix().housekeeping();
    assertThat(processor.runs).hasValue(1);
  }

  @Test
  void eachRunOfHousekeepingMakesSomeAndTheNextGoesOn() {
    try (Node node = makerOf(120, 1_000)) {
      assertThat(node.affix().housekeeping().prepared()).isEqualTo(100);
      assertThat(node.affix().housekeeping().prepared()).isEqualTo(20);
      assertThat(node.affix().housekeeping().prepared()).isZero();
      assertThat(processor.runs).hasValue(120);
    }
  }

  @Test
  void filesThatCannotBeReadNowHoldNoOthersUp() {
    try (Node node = makerOf(120, 1_000)) {
      processor.failure = new ImageProcessingException("busy", null);
      assertThat(node.affix().housekeeping().prepared()).isZero();
      assertThat(processor.runs).hasValue(100);
      new Viewer(unit).expireLeases();
      processor.failure = null;
      assertThat(node.affix().housekeeping().prepared()).isEqualTo(20);
      assertThat(node.affix().housekeeping().prepared()).isEqualTo(100);
    }
  }

  @Test
  void halfOfTheBudgetIsLeftToRequests() {
    try (Node node = makerOf(5, 4)) {
      assertThat(node.affix().housekeeping().prepared()).isEqualTo(2);
      assertThat(node.affix().housekeeping().prepared()).isZero();
      String url = Poster.url(unit, lastPoster(), "large");
      assertThat(node.get(url)).isEqualTo(200);
    }
  }

  /** Another node that makes variants, when there are so many posters of one that makes none. */
  private Node makerOf(int posters, int perMinute) {
    unit.close();
    unit = Unit.open(kind, 10, (b, u) -> b, Poster.class);
    IntStream.range(0, posters).forEach(i -> Poster.in(unit, "poster" + i));
    return new Node(
        unit, b -> b.imageProcessor(processor).variantsPerMinute(perMinute), Poster.class);
  }

  private Long lastPoster() {
    return unit.inTransaction(
        em -> em.createQuery("select max(p.id) from Poster p", Long.class).getSingleResult());
  }
}
