package dev.affix.internal.mapping;

import dev.affix.Variant;

/**
 * What a variant is declared with beside its recipe.
 *
 * @param preprocess whether it is made before anybody asks
 */
public record VariantTerms(boolean preprocess) {
  static final VariantTerms NONE = new VariantTerms(false);

  static VariantTerms of(Variant variant) {
    return new VariantTerms(variant.preprocess());
  }
}
