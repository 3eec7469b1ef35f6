package dev.affix.internal;

import dev.affix.internal.mapping.Fallback;
import dev.affix.internal.mapping.Mappings;
import dev.affix.internal.serving.Substitute;
import dev.affix.internal.serving.Substitutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What stands in for variants, as their declarations say.
 *
 * @param placeholders registered ones by name
 */
record DeclaredSubstitutes(Mappings mappings, Map<String, Substitute.Placeholder> placeholders)
    implements Substitutes {

  @Override
  public List<Substitute> of(String variantName, String digest) {
    return mappings.fallback(variantName, digest).map(this::of).orElseGet(List::of);
  }

  private List<Substitute> of(Fallback fallback) {
    List<Substitute> substitutes = new ArrayList<>();
    fallback.others().stream()
        .map(other -> new Substitute.OtherVariant(other.name(), other.variation()))
        .forEach(substitutes::add);
    if (fallback.original()) {
      substitutes.add(new Substitute.Original());
    }
    Substitute.Placeholder placeholder = placeholders.get(fallback.placeholder());
    if (placeholder != null) {
      substitutes.add(placeholder);
    }
    return substitutes;
  }
}
