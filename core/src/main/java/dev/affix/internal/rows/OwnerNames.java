package dev.affix.internal.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names that types of owners had before.
 *
 * @param former each with the name that it is now
 */
public record OwnerNames(Map<String, String> former) {
  /** Nothing was ever renamed. */
  public static final OwnerNames NONE = new OwnerNames(Map.of());

  public OwnerNames {
    former = Map.copyOf(former);
  }

  /** Every name that rows of the type may have: those of before, then the one that it has. */
  List<String> of(String type) {
    List<String> names = new ArrayList<>();
    new TreeMap<>(former)
        .forEach((name, now) -> {
          if (now.equals(type)) {
            names.add(name);
          }
        });
    names.add(type);
    return names;
  }

  /** The name that the type has now. */
  String now(String name) {
    return former.getOrDefault(name, name);
  }
}
