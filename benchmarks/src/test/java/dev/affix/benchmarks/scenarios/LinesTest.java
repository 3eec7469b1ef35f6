package dev.affix.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.benchmarks.Bench;
import dev.affix.benchmarks.bed.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void medianIsTheMiddleOne() {
    assertThat(Lines.median(new double[] {9, 1, 5})).isEqualTo(5);
    assertThat(Lines.median(new double[] {4, 2})).isEqualTo(3);
  }

  @Test
  void listNamesTheScenariosAndNothingElse() throws Exception {
    assertThat(linesOf("--list"))
        .containsExactly("attach", "listing", "variant", "proxy", "download", "list", "copy");
  }

  @Test
  void anUnknownScenarioIsRefused() throws Exception {
    try (ChildJvm bench = ChildJvm.start(List.of(), Bench.class, List.of("nonsense"))) {
      assertThat(bench.line()).isNull();
      assertThat(bench.await()).isEqualTo(2);
    }
  }

  private static List<String> linesOf(String... arguments) throws Exception {
    try (ChildJvm bench = ChildJvm.start(List.of(), Bench.class, List.of(arguments))) {
      List<String> lines = new ArrayList<>();
      for (String line = bench.line(); line != null; line = bench.line()) {
        lines.add(line);
      }
      assertThat(bench.await()).isZero();
      return lines;
    }
  }
}
