package dev.affix.internal.mapping;

import dev.affix.AttachmentMappingException;
import dev.affix.Visibility;
import dev.affix.image.Analysis;
import dev.affix.image.Variation;
import dev.affix.internal.rows.Slot;
import dev.affix.storage.ObjectOptions;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One {@code @HasOneAttached} or {@code @HasManyAttached} field of an entity class.
 *
 * @param ownerType name of the owners in the tables
 * @param name of the attachment in the tables
 * @param field the handle's field, accessible
 * @param many whether it holds any number of files
 * @param service for new files; null for the default service
 * @param options how the service should keep them
 * @param variants all recipes by name, those of responsive sets included
 * @param terms what else is declared of each
 * @param responsive sets by name
 * @param analysis what to find out of pictures; null for nothing
 */
public record AttachmentMapping(
    String ownerType,
    String name,
    Field field,
    boolean many,
    @Nullable String service,
    ObjectOptions options,
    Visibility visibility,
    Map<String, Variation> variants,
    Map<String, VariantTerms> terms,
    Map<String, ResponsiveSet> responsive,
    @Nullable Analysis analysis,
    UploadLimits limits) {

  /** The handle of that owner, an {@code AttachedOne} or {@code AttachedMany}. */
  public Object handleOf(Object owner) {
    try {
      Object handle = field.get(owner);
      if (handle == null) {
        throw new AttachmentMappingException(
            this + " is null; initialise the field with " + handleType() + ".of(this)");
      }
      return handle;
    } catch (IllegalAccessException e) {
      throw new AttachmentMappingException(
          this + " cannot be read; open its package to dev.affix.core as you do for Hibernate");
    }
  }

  /** The place in the table that the blob takes. */
  public Slot slot(String ownerId, UUID blobId) {
    return many ? Slot.of(ownerType, name, ownerId, blobId) : Slot.one(ownerType, name, ownerId);
  }

  /** The recipe of a variant. */
  public Variation variation(String variant) {
    return Optional.ofNullable(variants.get(variant))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s has no variant \"%s\"; declared are %s"
                    .formatted(this, variant, variants.keySet())));
  }

  /** The variants declared one by one. */
  public Set<String> singleVariants() {
    Set<String> names = new TreeSet<>(variants.keySet());
    responsive.values().forEach(set -> names.removeAll(set.variantNames()));
    return names;
  }

  /** The set of that name. */
  public ResponsiveSet responsive(String set) {
    return Optional.ofNullable(responsive.get(set))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s has no responsive set \"%s\"; declared are %s"
                    .formatted(this, set, new TreeSet<>(responsive.keySet()))));
  }

  /** The recipes that are made before anybody asks, by name. */
  public Map<String, Variation> preprocessed() {
    return variants.entrySet().stream()
        .filter(variant -> termsOf(variant.getKey()).preprocess())
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  VariantTerms termsOf(String variant) {
    return terms.getOrDefault(variant, VariantTerms.NONE);
  }

  String handleType() {
    return many ? "AttachedMany" : "AttachedOne";
  }

  /** As people say it: {@code Pseud.icon}. */
  @Override
  public String toString() {
    return field.getDeclaringClass().getSimpleName() + "." + field.getName();
  }
}
