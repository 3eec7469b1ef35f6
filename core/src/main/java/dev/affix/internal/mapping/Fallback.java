package dev.affix.internal.mapping;

import dev.affix.image.Variation;
import java.util.List;

/**
 * What stands in for a variant that cannot be shown, in this order.
 *
 * @param placeholder a name; empty for none
 */
public record Fallback(List<Other> others, boolean original, String placeholder) {

  /** Another variant of the same attachment. */
  public record Other(String name, Variation variation) {}

  static Fallback of(AttachmentMapping mapping, VariantTerms terms) {
    return new Fallback(
        terms.fallback().stream().map(name -> new Other(name, mapping.variation(name))).toList(),
        terms.original(),
        terms.placeholder());
  }
}
