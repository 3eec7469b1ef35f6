package dev.affix;

import dev.affix.internal.mapping.VariantTerms;
import java.util.List;

/**
 * What a variant that is declared in code says beside its recipe, as {@link Variant} does in
 * annotations. Immutable: each method gives a changed copy.
 */
public final class VariantOptions {
  static final VariantOptions NONE = new VariantOptions(VariantTerms.NONE);

  private final VariantTerms terms;

  private VariantOptions(VariantTerms terms) {
    this.terms = terms;
  }

  /** It is made soon after the file is attached; see {@link Variant#preprocess}. */
  public VariantOptions preprocess() {
    return new VariantOptions(
        new VariantTerms(true, terms.fallback(), terms.original(), terms.placeholder()));
  }

  /**
   * What to show if it cannot be made or the file is gone; see {@link Variant#fallback}.
   *
   * @param variants names of variants of the same attachment, in this order, instead of those named
   *     before
   */
  public VariantOptions fallback(String... variants) {
    return new VariantOptions(
        new VariantTerms(
            terms.preprocess(), List.of(variants), terms.original(), terms.placeholder()));
  }

  /** After these the original is shown; see {@link Variant#fallbackToOriginal}. */
  public VariantOptions fallbackToOriginal() {
    return new VariantOptions(
        new VariantTerms(terms.preprocess(), terms.fallback(), true, terms.placeholder()));
  }

  /**
   * What to show when nothing else is left; see {@link Variant#placeholder}.
   *
   * @param name of a picture, see {@link AffixBuilder#placeholder}
   */
  public VariantOptions placeholder(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "name must be that of a placeholder, but was empty; without one, leave the call out");
    }
    return new VariantOptions(
        new VariantTerms(terms.preprocess(), terms.fallback(), terms.original(), name));
  }

  VariantTerms terms() {
    return terms;
  }

  @Override
  public String toString() {
    return "VariantOptions" + terms;
  }
}
