package dev.affix.internal.mapping;

import dev.affix.AttachmentOwner;
import dev.affix.image.Variation;
import dev.affix.storage.ObjectOptions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All owners of a persistence unit. Immutable. */
public final class Mappings {
  private final Map<Class<?>, OwnerMapping> owners;
  private final Map<String, String> formerTypes;
  private final Map<String, Variation> variationsByDigest = new HashMap<>();
  private final Map<String, ObjectOptions> optionsByDigest = new HashMap<>();
  private final Map<String, ObjectOptions> optionsByAttachment = new HashMap<>();

  private final Map<Named, Fallback> fallbacks = new HashMap<>();

  private record Named(String name, String digest) {}

  private Mappings(Map<Class<?>, OwnerMapping> owners, Map<String, String> formerTypes) {
    this.owners = Map.copyOf(owners);
    this.formerTypes = Map.copyOf(formerTypes);
    for (OwnerMapping owner : owners.values()) {
      for (AttachmentMapping attachment : owner.attachments()) {
        if (!attachment.options().equals(ObjectOptions.NONE)) {
          optionsByAttachment.put(
              joined(attachment.ownerType(), attachment.name()), attachment.options());
        }
        for (Variation variation : attachment.variants().values()) {
          variationsByDigest.put(variation.digest(), variation);
          optionsByDigest.merge(
              variation.digest(),
              attachment.options(),
              (one, two) -> one.equals(two) ? one : ObjectOptions.NONE);
        }
      }
    }
  }

  /**
   * Reads the annotations of these classes.
   *
   * @param rules of variants
   * @param faults takes every fault found; if there is one the mappings are good for looking for
   *     further faults only
   */
  public static Mappings read(
      Collection<EntityClass> entities, VariantRules rules, List<String> faults) {
    Map<Class<?>, OwnerMapping> owners = new HashMap<>();
    Map<String, Class<?>> rootsByName = new HashMap<>();
    Map<String, String> formerTypes = new HashMap<>();
    for (EntityClass entity : entities) {
      String ownerType = ownerType(entity);
      List<AttachmentMapping> attachments =
          new MappingReader(ownerType, entity.type(), rules, faults).read();
      if (attachments.isEmpty()) {
        continue;
      }
      checkName(ownerType, entity, rootsByName, faults);
      for (String former : formerTypes(entity)) {
        checkName(former, entity, rootsByName, faults);
        if (former.equals(ownerType)) {
          faults.add(
              "@AttachmentOwner of %s was formerly \"%s\", but it is so now"
                  .formatted(entity.root().getName(), former));
        }
        formerTypes.put(former, ownerType);
      }
      owners.put(
          entity.type(),
          new OwnerMapping(entity.type(), ownerType, onSoftDelete(entity), attachments));
    }
    rules.declared().stream()
        .filter(variant -> owners.values().stream().noneMatch(variant::isOf))
        .forEach(variant ->
            faults.add(
                "variant(%s.class, \"%s\", \"%s\", ..) is of no attachment; there is no mapped entity %s with one of that name"
                    .formatted(
                        variant.owner().getSimpleName(),
                        variant.attachment(),
                        variant.name(),
                        variant.owner().getName())));
    Mappings mappings = new Mappings(owners, formerTypes);
    if (faults.isEmpty()) {
      mappings.readFallbacks(faults);
    }
    return mappings;
  }

  /** URLs name a variant and its recipe, but not whose it is. */
  private void readFallbacks(List<String> faults) {
    Map<Named, AttachmentMapping> first = new HashMap<>();
    for (OwnerMapping owner : owners.values()) {
      for (AttachmentMapping attachment : owner.attachments()) {
        attachment
            .variants()
            .forEach((name, variation) -> {
              var named = new Named(name, variation.digest());
              var fallback = Fallback.of(attachment, attachment.termsOf(name));
              Fallback other = fallbacks.put(named, fallback);
              if (other != null && !other.equals(fallback)) {
                faults.add(
                    "%s and %s declare the variant \"%s\" with one recipe but different fallbacks, and URLs cannot tell them apart; give one another name"
                        .formatted(first.get(named), attachment, name));
              }
              first.put(named, attachment);
            });
      }
    }
  }

  /** What stands in for a variant; empty if it is not declared. */
  public Optional<Fallback> fallback(String name, String digest) {
    return Optional.ofNullable(fallbacks.get(new Named(name, digest)));
  }

  /** The mapping of an entity class; empty if it has no attachments. */
  public Optional<OwnerMapping> of(Class<?> entityClass) {
    return Optional.ofNullable(owners.get(entityClass));
  }

  public Collection<OwnerMapping> owners() {
    return owners.values();
  }

  /** Names that types of owners had before, each with the one that it has now. */
  public Map<String, String> formerTypes() {
    return formerTypes;
  }

  /** Digests of all declared recipes. */
  public Set<String> digests() {
    return Set.copyOf(variationsByDigest.keySet());
  }

  /** The declared recipe with that digest. */
  public Optional<Variation> variation(String digest) {
    return Optional.ofNullable(variationsByDigest.get(digest));
  }

  /** How to keep variants of that recipe: as the attachments that declare it say, if they agree. */
  public ObjectOptions options(Variation variation) {
    return optionsByDigest.getOrDefault(variation.digest(), ObjectOptions.NONE);
  }

  /** Whether any attachment says how its files are kept. */
  public boolean haveOptions() {
    return !optionsByAttachment.isEmpty();
  }

  /**
   * How to keep the files of an attachment as rows name it.
   *
   * @param ownerType as it is now, or as it was
   */
  public ObjectOptions options(String ownerType, String name) {
    String now = formerTypes.getOrDefault(ownerType, ownerType);
    return optionsByAttachment.getOrDefault(joined(now, name), ObjectOptions.NONE);
  }

  private static String joined(String ownerType, String name) {
    return ownerType + "." + name;
  }

  /**
   * The attachment of that name of a class.
   *
   * @throws IllegalArgumentException if there is none; the message lists what there is
   */
  public AttachmentMapping attachment(Class<?> entityClass, String name) {
    OwnerMapping owner =
        of(entityClass)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    entityClass.getName()
                        + " is no mapped entity with attachments in this persistence unit"));
    return owner
        .attachment(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s has no attachment \"%s\"; it has %s"
                    .formatted(
                        entityClass.getSimpleName(),
                        name,
                        owner.attachments().stream().map(AttachmentMapping::name).toList())));
  }

  private static String ownerType(EntityClass entity) {
    AttachmentOwner owner = entity.root().getAnnotation(AttachmentOwner.class);
    return owner == null ? entity.rootName() : owner.value();
  }

  private static List<String> formerTypes(EntityClass entity) {
    AttachmentOwner owner = entity.root().getAnnotation(AttachmentOwner.class);
    return owner == null ? List.of() : List.of(owner.formerly());
  }

  private static AttachmentOwner.OnSoftDelete onSoftDelete(EntityClass entity) {
    AttachmentOwner owner = entity.root().getAnnotation(AttachmentOwner.class);
    return owner == null ? AttachmentOwner.OnSoftDelete.KEEP : owner.onSoftDelete();
  }

  private static void checkName(
      String name, EntityClass entity, Map<String, Class<?>> rootsByName, List<String> faults) {
    if (name.isEmpty() || name.length() > 100) {
      faults.add(
          "@AttachmentOwner of %s must have 1 to 100 characters, but is \"%s\""
              .formatted(entity.root().getName(), name));
    }
    Class<?> other = rootsByName.putIfAbsent(name, entity.root());
    if (other != null && other != entity.root()) {
      faults.add(
          "%s and %s are both \"%s\" in the attachment tables; give one another @AttachmentOwner name"
              .formatted(other.getName(), entity.root().getName(), name));
    }
  }
}
