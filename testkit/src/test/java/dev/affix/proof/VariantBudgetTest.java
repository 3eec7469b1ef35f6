package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.affix.Affix;
import dev.affix.image.InvalidImageException;
import dev.affix.testkit.database.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** No more makings are begun in a minute than were allowed. */
@ParameterizedClass
@MethodSource("databases")
class VariantBudgetTest {
  private final TestDatabase.Kind kind;
  private final ScriptedProcessor processor = new ScriptedProcessor();
  private Unit unit;
  private Viewer viewer;
  private List<String> urls;

  VariantBudgetTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit =
        Unit.open(
            kind, 10, (b, u) -> b.imageProcessor(processor).variantsPerMinute(2), Pseud.class);
    viewer = new Viewer(unit);
    urls = Stream.of("ann", "ben", "cleo").map(unit::pseudWithIcon).map(viewer::url).toList();
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void beyondTheBudgetClientsAreToldWhenToComeAgain() {
    assertThat(viewer.get(urls.get(0))).isEqualTo(200);
    assertThat(viewer.get(urls.get(1))).isEqualTo(200);
    assertThat(viewer.retryAfter(urls.get(2))).isBetween(1L, 61L);
    assertThat(processor.runs).hasValue(2);
    assertThat(unit.rows("affix_variants")).as("no lease without a making").isEqualTo(2);
    unit.assertClean();
  }

  @Test
  void whatIsReadyIsServedAndNotCounted() {
    assertThat(viewer.get(urls.get(0))).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      assertThat(viewer.get(urls.get(0))).isEqualTo(200);
    }
    assertThat(viewer.get(urls.get(1))).isEqualTo(200);
    assertThat(viewer.get(urls.get(0))).as("beyond it").isEqualTo(200);
  }

  @Test
  void whatIsKnownToFailIsNotCounted() {
    processor.failure = new InvalidImageException("no picture");
    for (int i = 0; i < 5; i++) {
      assertThat(viewer.get(urls.get(0))).isEqualTo(404);
    }
    processor.failure = null;
    assertThat(viewer.get(urls.get(1))).isEqualTo(200);
    assertThat(viewer.get(urls.get(0))).as("beyond it").isEqualTo(404);
  }

  @Test
  void anObjectThatWasLostIsMadeAgainWithinTheBudget() {
    assertThat(viewer.get(urls.get(0))).isEqualTo(200);
    unit.memory.delete(viewer.key());
    assertThat(viewer.get(urls.get(0))).isEqualTo(200);
    unit.memory.delete(viewer.key());
    assertThat(viewer.get(urls.get(0))).isEqualTo(503);
    assertThat(unit.rows("affix_variants where state = 'READY'")).isOne();
  }

  @Test
  void aBudgetOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Affix.builder().variantsPerMinute(0))
        .withMessageContaining("at least 1, but was 0");
  }
}
