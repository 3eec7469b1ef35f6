package dev.affix.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageProcessingException;
import dev.affix.testkit.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How long nobody tries again after faults that may pass, and what clients are told meanwhile. */
@ParameterizedClass
@MethodSource("databases")
class VariantBackOffTest {
  private final TestDatabase.Kind kind;
  private final ScriptedProcessor processor = new ScriptedProcessor();
  private Unit unit;
  private Viewer viewer;
  private String url;

  VariantBackOffTest(TestDatabase.Kind kind) {
    this.kind = kind;
  }

  static List<TestDatabase.Kind> databases() {
    return TestDatabase.kinds();
  }

  @BeforeEach
  void open() {
    unit = Unit.open(kind, 10, (b, u) -> b.imageProcessor(processor), Pseud.class);
    viewer = new Viewer(unit);
    url = viewer.url(unit.pseudWithIcon("ann"));
    processor.failure = new ImageProcessingException("busy", null);
  }

  @AfterEach
  void close() {
    unit.close();
  }

  @Test
  void thePauseDoublesWithEachFaultInARowUpToAnHour() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      pauses.add(viewer.retryAfter(url));
      viewer.expireLeases();
    }
    assertThat(pauses)
        .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 2560L, 3600L, 3600L);
    assertThat(processor.runs).hasValue(12);
  }

  @Test
  void whoAsksMeanwhileIsToldHowLongThePauseLasts() {
    viewer.retryAfter(url);
    viewer.expireLeases();
    unit.sql("update affix_variants set faults = 20");
    assertThat(viewer.retryAfter(url)).isEqualTo(3600);
    assertThat(viewer.retryAfter(url)).isBetween(3000L, 3600L);
    assertThat(processor.runs).hasValue(2);
  }

  @Test
  void aSuccessForgetsTheFaultsBefore() {
    viewer.retryAfter(url);
    viewer.expireLeases();
    viewer.retryAfter(url);
    viewer.expireLeases();
    processor.failure = null;
    assertThat(viewer.get(url)).isEqualTo(200);
    assertThat(unit.rows("affix_variants where state = 'READY' and faults = 0")).isOne();

    unit.memory.delete(viewer.key());
    processor.failure = new ImageProcessingException("busy", null);
    assertThat(viewer.retryAfter(url)).isEqualTo(5);
  }

  @Test
  void faultsAreNoCrashes() {
    for (int i = 0; i < 4; i++) {
      viewer.retryAfter(url);
      viewer.expireLeases();
    }
    assertThat(unit.rows("affix_variants where state = 'PENDING' and attempts = 0 and faults = 4"))
        .isOne();
    processor.failure = null;
    assertThat(viewer.get(url)).isEqualTo(200);
    unit.assertClean();
  }
}
