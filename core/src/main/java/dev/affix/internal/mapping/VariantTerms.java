package dev.affix.internal.mapping;

import dev.affix.Variant;
import java.util.List;

/**
 * What a variant is declared with beside its recipe.
 *
 * @param preprocess whether it is made before anybody asks
 * @param fallback names of variants that may stand in for it
 * @param original whether the original may, after these
 * @param placeholder name of a picture that may, after all others; empty for none
 */
public record VariantTerms(
    boolean preprocess, List<String> fallback, boolean original, String placeholder) {
  public static final VariantTerms NONE = new VariantTerms(false, List.of(), false, "");

  static VariantTerms of(Variant variant) {
    return new VariantTerms(
        variant.preprocess(),
        List.of(variant.fallback()),
        variant.fallbackToOriginal(),
        variant.placeholder());
  }
}
