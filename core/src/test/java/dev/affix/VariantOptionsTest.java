package dev.affix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.internal.mapping.VariantTerms;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantOptionsTest {
  private static final VariantTerms ALL =
      new VariantTerms(true, List.of("medium", "small"), true, "face");

  @Test
  void eachKeepsWhatWasSaidBefore() {
    assertThat(
            VariantOptions.NONE
                .preprocess()
                .fallback("medium", "small")
                .fallbackToOriginal()
                .placeholder("face")
                .terms())
        .isEqualTo(ALL);
    assertThat(
            VariantOptions.NONE
                .placeholder("face")
                .fallbackToOriginal()
                .fallback("tiny")
                .fallback("medium", "small")
                .preprocess()
                .terms())
        .isEqualTo(ALL);
  }

  @Test
  void noneOfThemChangesWhatItIsCalledOn() {
    VariantOptions small = VariantOptions.NONE.fallback("small");
    assertThat(small.preprocess()).isNotSameAs(small);
    assertThat(small.terms()).isEqualTo(new VariantTerms(false, List.of("small"), false, ""));
    assertThat(VariantOptions.NONE.terms()).isEqualTo(VariantTerms.NONE);
  }
}
