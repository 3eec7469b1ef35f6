package dev.affix.internal.variants;

import dev.affix.image.Variation;
import dev.affix.internal.bulk.Page;
import dev.affix.internal.bulk.Position;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.rows.AttachmentRows.Named;
import dev.affix.internal.rows.AttachmentRows.Original;
import dev.affix.internal.rows.Sql;
import dev.affix.internal.rows.Tables;
import dev.affix.internal.rows.VariantRows.Sought;
import dev.affix.storage.StorageKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Goes through the files of an attachment, page by page, and says which variants they lack. */
final class Walk {
  private final Tables tables;
  private final Named kind;
  private final Map<String, Variation> recipes;
  private final Skip skip;

  /** Which variants are left out. */
  enum Skip {
    NONE,
    READY,
    /** READY, FAILED, and what somebody has begun or waits with. */
    SETTLED
  }

  /**
   * @param recipes by name; of several with one recipe one is taken
   */
  Walk(Tables tables, Named kind, Map<String, Variation> recipes, Skip skip) {
    this.tables = tables;
    this.kind = kind;
    Map<Variation, String> names = new LinkedHashMap<>();
    recipes.forEach((name, variation) -> names.merge(variation, name, Walk::first));
    this.recipes = new LinkedHashMap<>();
    names.forEach((variation, name) -> this.recipes.put(name, variation));
    this.skip = skip;
  }

  static Named kindOf(AttachmentMapping mapping) {
    return new Named(mapping.ownerType(), mapping.name());
  }

  private static String first(String one, String two) {
    return one.compareTo(two) < 0 ? one : two;
  }

  Page<Wanted> after(Sql sql, Position position, int files) {
    List<Original> originals =
        tables.attachments().originals(sql, kind, position.ownerId(), position.slot(), files);
    if (originals.isEmpty()) {
      return new Page<>(List.of(), 0, 0, position);
    }
    List<Wanted> wanted = wanted(sql, originals);
    return new Page<>(
        wanted,
        originals.size(),
        originals.size() * recipes.size() - wanted.size(),
        Position.of(originals.get(originals.size() - 1)));
  }

  /** The mean length of results, where there are any of that recipe. */
  Map<String, Long> meanSizes(Sql sql, int sample) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (Variation variation : recipes.values()) {
      tables
          .variants()
          .meanSize(sql, variation.digest(), sample)
          .ifPresent(size -> sizes.put(variation.digest(), size));
    }
    return sizes;
  }

  private List<Wanted> wanted(Sql sql, List<Original> originals) {
    Set<Sought> there = there(sql, originals);
    List<Wanted> wanted = new ArrayList<>();
    for (Original original : originals) {
      recipes.forEach((name, variation) -> {
        if (!there.contains(new Sought(original.blobId(), variation.digest()))) {
          wanted.add(
              new Wanted(
                  original.blobId(),
                  StorageKey.of(original.storageKey()),
                  name,
                  variation,
                  original.byteSize(),
                  Position.of(original)));
        }
      });
    }
    return wanted;
  }

  private Set<Sought> there(Sql sql, List<Original> originals) {
    Collection<String> digests = recipes.values().stream().map(Variation::digest).toList();
    return skip == Skip.NONE || digests.isEmpty()
        ? Set.of()
        : tables
            .variants()
            .there(
                sql,
                originals.stream().map(Original::blobId).distinct().toList(),
                digests,
                skip == Skip.SETTLED);
  }
}
