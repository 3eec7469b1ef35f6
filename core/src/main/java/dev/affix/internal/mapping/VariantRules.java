package dev.affix.internal.mapping;

import dev.affix.image.Variation;
import java.util.List;
import java.util.Set;

/**
 * What holds for variants beside the annotations.
 *
 * @param declared in code
 * @param most recipes that an attachment may have
 * @param placeholders names of those that are registered
 */
public record VariantRules(List<Declared> declared, int most, Set<String> placeholders) {
  public static final int USUAL_MOST = 50;
  public static final VariantRules NONE = new VariantRules(List.of(), USUAL_MOST, Set.of());

  public VariantRules {
    declared = List.copyOf(declared);
    placeholders = Set.copyOf(placeholders);
  }

  /**
   * A variant that was declared in code.
   *
   * @param owner class of owners; holds for its subclasses, too
   * @param attachment field name or table name
   * @param terms what else is declared of it
   */
  public record Declared(
      Class<?> owner, String attachment, String name, Variation variation, VariantTerms terms) {

    boolean isOf(Class<?> entityClass, String fieldName, String tableName) {
      return owner.isAssignableFrom(entityClass)
          && (attachment.equals(fieldName) || attachment.equals(tableName));
    }

    boolean isOf(OwnerMapping mapping) {
      return owner.isAssignableFrom(mapping.entityClass())
          && mapping.attachment(attachment).isPresent();
    }
  }
}
