package dev.affix.benchmarks.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each long proof at a small count; bin/torture runs them at full count. */
class ShortProofsTest {
  @ParameterizedTest
  @CsvSource({
    "kill-disk, 12",
    "kill-s3, 6",
    "race, 60",
    "storage-faults, 80",
    "tokens, 5000",
    "images, 1500",
    "variant-kill, 200"
  })
  void nothingIsFoundBroken(String name, int count) throws Exception {
    Proof proof =
        Proof.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    Proof.Outcome outcome = proof.run(count, 1);
    assertThat(outcome.broken()).isEmpty();
    assertThat(outcome.rounds()).isEqualTo(count);
  }
}
