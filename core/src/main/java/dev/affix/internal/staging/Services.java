package dev.affix.internal.staging;

import dev.affix.AffixException;
import dev.affix.storage.StorageService;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The storage services by name. Immutable. */
public final class Services {
  private final Map<String, StorageService> byName;
  private final Map<String, String> former;
  private final String defaultName;

  /**
   * @param former names that services had, each with the one that it is now
   */
  public Services(
      Map<String, StorageService> byName, Map<String, String> former, String defaultName) {
    this.byName = new TreeMap<>(byName);
    this.former = new TreeMap<>(former);
    this.defaultName = defaultName;
  }

  /** That name, or the default service's. */
  public String nameOr(@Nullable String name) {
    return name == null ? defaultName : name;
  }

  /** Of all of them, in order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /** Names that services had, each with the one that it is now. */
  public Map<String, String> former() {
    return Collections.unmodifiableMap(former);
  }

  /** Of all of them, those that they had before as well. */
  public Set<String> everyName() {
    Set<String> names = new TreeSet<>(byName.keySet());
    names.addAll(former.keySet());
    return names;
  }

  /** The service that has this name, or had it. */
  public Optional<StorageService> find(String name) {
    return Optional.ofNullable(byName.get(former.getOrDefault(name, name)));
  }

  /**
   * The service of that name.
   *
   * @throws AffixException if there is none; the message lists what there is
   */
  public StorageService require(String name) {
    return find(name)
        .orElseThrow(() ->
            new AffixException(
                "Unknown storage service \"%s\"; registered are %s"
                    .formatted(name, byName.keySet())));
  }
}
