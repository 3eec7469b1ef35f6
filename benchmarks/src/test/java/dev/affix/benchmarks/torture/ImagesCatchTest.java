package dev.affix.benchmarks.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The proof of images finds what it looks for. */
class ImagesCatchTest {
  /** Dies of its third file, takes the fifth for a wrong result, and keeps memory. */
  static final class Spoiled {
    private Spoiled() {}

    public static void main(String[] words) {
      int count = Integer.parseInt(words[2]);
      for (int i = Integer.parseInt(words[1]); i < count; i++) {
        System.out.println("begin " + i + " gif");
        if (i == 2) {
          Runtime.getRuntime().halt(134);
        }
        System.out.println(i == 4 ? "broken a result of 0x0 pixels" : i == 1 ? "refused" : "made");
      }
      System.out.println("memory 6 files left 999 MiB behind");
      System.out.println("end");
    }
  }

  @Test
  void aFileThatEndsTheProcessIsToldAndPassedOver() throws Exception {
    Proof.Outcome outcome = new Images(Spoiled.class).run(6, 9);
    assertThat(outcome.rounds()).isEqualTo(6);
    assertThat(outcome.faults()).isEqualTo(1);
    assertThat(outcome.broken())
        .containsExactly(
            "file 2 gif of seed 9 ended its JVM with 134",
            "4 gif: a result of 0x0 pixels",
            "6 files left 999 MiB behind");
  }
}
