package dev.affix.internal.mapping;

import dev.affix.AttachedMany;
import dev.affix.AttachedOne;
import dev.affix.HasManyAttached;
import dev.affix.HasOneAttached;
import dev.affix.Responsive;
import dev.affix.Stored;
import dev.affix.Variant;
import dev.affix.Visibility;
import dev.affix.image.Analysis;
import dev.affix.image.Variation;
import dev.affix.internal.mapping.VariantRules.Declared;
import dev.affix.storage.ObjectOptions;
import jakarta.persistence.Transient;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the handles of one entity class, superclasses first, and notes what is wrong with them. */
final class MappingReader {
  private static final int MAX_NAME = 64;

  private final String ownerType;
  private final Class<?> entityClass;
  private final VariantRules rules;
  private final List<String> faults;

  MappingReader(String ownerType, Class<?> entityClass, VariantRules rules, List<String> faults) {
    this.ownerType = ownerType;
    this.entityClass = entityClass;
    this.rules = rules;
    this.faults = faults;
  }

  List<AttachmentMapping> read() {
    List<AttachmentMapping> attachments = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Class<?> type : hierarchy()) {
      for (Field field : type.getDeclaredFields()) {
        AttachmentMapping attachment = read(field);
        if (attachment != null) {
          if (!names.add(attachment.name())) {
            faults.add(
                entityClass.getName() + " has two attachments named \"" + attachment.name() + "\"");
          }
          attachments.add(attachment);
        }
      }
    }
    return attachments;
  }

  private List<Class<?>> hierarchy() {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> type = entityClass;
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      types.add(0, type);
    }
    return types;
  }

  private @Nullable AttachmentMapping read(Field field) {
    HasOneAttached one = field.getAnnotation(HasOneAttached.class);
    HasManyAttached many = field.getAnnotation(HasManyAttached.class);
    if (one == null && many == null) {
      if (field.getType() == AttachedOne.class || field.getType() == AttachedMany.class) {
        fault(field, "has no @HasOneAttached or @HasManyAttached; add one");
      }
      return null;
    }
    if (one != null && many != null) {
      fault(field, "has both @HasOneAttached and @HasManyAttached; remove one");
      return null;
    }
    Class<?> wanted = one != null ? AttachedOne.class : AttachedMany.class;
    if (field.getType() != wanted) {
      fault(field, "must be of type " + wanted.getSimpleName() + " for its annotation");
      return null;
    }
    checkDeclaration(field);
    AttachmentMapping mapping =
        one != null
            ? mapping(
                field,
                false,
                one.name(),
                one.service(),
                one.stored(),
                one.visibility(),
                one.variants(),
                one.responsive(),
                one.analyze())
            : mapping(
                field,
                true,
                many.name(),
                many.service(),
                many.stored(),
                many.visibility(),
                many.variants(),
                many.responsive(),
                many.analyze());
    return isReadable(field) ? mapping : null;
  }

  private void checkDeclaration(Field field) {
    int modifiers = field.getModifiers();
    if (Modifier.isTransient(modifiers)) {
      fault(
          field,
          "must not have the keyword transient, or the handle is null after deserialization;"
              + " the annotation @Transient is enough");
    }
    if (!field.isAnnotationPresent(Transient.class)) {
      fault(field, "must be @Transient, or Hibernate maps the handle as a column");
    }
    if (!Modifier.isFinal(modifiers)) {
      fault(field, "must be final; an owner keeps the handle that it was made with");
    }
  }

  /** Whether an owner's handle can be looked at; a fault if not. */
  private boolean isReadable(Field field) {
    if (Modifier.isStatic(field.getModifiers())) {
      fault(field, "must not be static; a handle belongs to one owner");
      return false;
    }
    if (!field.trySetAccessible()) {
      fault(field, "is not accessible; open its package to dev.affix.core as you do for Hibernate");
      return false;
    }
    return true;
  }

  private AttachmentMapping mapping(
      Field field,
      boolean many,
      String name,
      String service,
      Stored stored,
      Visibility visibility,
      Variant[] variants,
      Responsive[] responsive,
      Analysis[] analyses) {
    String tableName = name.isEmpty() ? field.getName() : name;
    if (tableName.length() > MAX_NAME) {
      fault(field, "has a name longer than " + MAX_NAME + " characters; give name = \"..\"");
    }
    Map<String, ResponsiveSet> sets = sets(field, responsive);
    UploadLimits limits = limits(field);
    List<Declared> declared =
        rules.declared().stream()
            .filter(one -> one.isOf(entityClass, field.getName(), tableName))
            .toList();
    Map<String, Variation> variations = variations(field, variants, sets.values(), declared);
    Map<String, VariantTerms> terms = terms(field, variants, declared);
    checkFallbacks(field, variations, terms);
    return new AttachmentMapping(
        ownerType,
        tableName,
        field,
        many,
        service.isEmpty() ? null : service,
        new ObjectOptions(
            stored.cacheControl(),
            stored.contentDisposition(),
            stored.storageClass(),
            stored.encryption()),
        visibility,
        variations,
        terms,
        sets,
        analysis(field, analyses, limits),
        limits);
  }

  private @Nullable Analysis analysis(Field field, Analysis[] analyses, UploadLimits limits) {
    if (analyses.length > 1) {
      fault(field, "asks for several analyses; PLACEHOLDER tells what HEADER does, too");
    }
    if (analyses.length == 0) {
      return limits.dimensions() == null ? null : Analysis.HEADER;
    }
    return analyses[0];
  }

  private Map<String, Variation> variations(
      Field field,
      Variant[] variants,
      Collection<ResponsiveSet> sets,
      Collection<Declared> declared) {
    Map<String, Variation> variations = new LinkedHashMap<>();
    for (Variant variant : variants) {
      try {
        add(field, variations, variant.name(), VariantReader.read(variant));
      } catch (IllegalArgumentException e) {
        fault(field, "declares the variant \"" + variant.name() + "\" wrongly: " + e.getMessage());
      }
    }
    for (ResponsiveSet set : sets) {
      try {
        set.variants().forEach((name, variation) -> add(field, variations, name, variation));
      } catch (IllegalArgumentException e) {
        wrongSet(field, set.name(), e);
      }
    }
    declared.forEach(one -> add(field, variations, one.name(), one.variation()));
    checkNumber(field, variations);
    return Map.copyOf(variations);
  }

  private void add(
      Field field, Map<String, Variation> variations, String name, Variation variation) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      fault(field, "has a variant whose name has not 1 to " + MAX_NAME + " characters");
    }
    if (variations.put(name, variation) != null) {
      fault(field, "declares the variant \"" + name + "\" twice");
    }
  }

  private Map<String, VariantTerms> terms(
      Field field, Variant[] variants, Collection<Declared> declared) {
    Map<String, VariantTerms> terms = new LinkedHashMap<>();
    for (Variant variant : variants) {
      terms.put(variant.name(), VariantTerms.of(variant));
    }
    declared.forEach(one -> terms.put(one.name(), one.terms()));
    terms.forEach((name, its) -> checkPlaceholder(field, name, its.placeholder()));
    return Map.copyOf(terms);
  }

  private void checkPlaceholder(Field field, String variant, String placeholder) {
    if (!placeholder.isEmpty() && !rules.placeholders().contains(placeholder)) {
      fault(
          field,
          "has the placeholder \"%s\" for the variant \"%s\", which is not registered; call placeholder(\"%s\", \"image/png\", bytes)"
              .formatted(placeholder, variant, placeholder));
    }
  }

  private void checkFallbacks(
      Field field, Map<String, Variation> variations, Map<String, VariantTerms> terms) {
    terms.forEach((name, its) ->
        its.fallback().stream()
            .filter(other -> other.equals(name) || !variations.containsKey(other))
            .forEach(other ->
                fault(
                    field,
                    "has the fallback \"%s\" for the variant \"%s\", which is none of its other variants %s"
                        .formatted(other, name, new TreeSet<>(variations.keySet())))));
  }

  private void checkNumber(Field field, Map<String, Variation> variations) {
    long recipes = variations.values().stream().distinct().count();
    if (recipes > rules.most()) {
      fault(
          field,
          "has %d recipes of variants, but may have %d, for each is an object and a row of every file; drop some, or raise variantsPerAttachment(..)"
              .formatted(recipes, rules.most()));
    }
  }

  private Map<String, ResponsiveSet> sets(Field field, Responsive[] responsive) {
    Map<String, ResponsiveSet> sets = new LinkedHashMap<>();
    for (Responsive declared : responsive) {
      if (declared.name().isEmpty()) {
        fault(field, "has a responsive set without a name");
      }
      try {
        if (sets.put(declared.name(), ResponsiveSet.of(declared)) != null) {
          fault(field, "declares the responsive set \"" + declared.name() + "\" twice");
        }
      } catch (IllegalArgumentException e) {
        wrongSet(field, declared.name(), e);
      }
    }
    return Map.copyOf(sets);
  }

  private void wrongSet(Field field, String name, IllegalArgumentException e) {
    fault(field, "declares the responsive set \"" + name + "\" wrongly: " + e.getMessage());
  }

  private UploadLimits limits(Field field) {
    UploadLimits limits = UploadLimits.NONE;
    for (Annotation annotation : field.getAnnotations()) {
      try {
        limits = limits.with(annotation);
      } catch (IllegalArgumentException e) {
        fault(field, "has a constraint that cannot be: " + e.getMessage());
      }
    }
    return limits;
  }

  private void fault(Field field, String what) {
    faults.add(field.getDeclaringClass().getName() + "." + field.getName() + " " + what);
  }
}
