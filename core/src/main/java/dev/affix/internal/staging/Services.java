package dev.affix.internal.staging;

import dev.affix.AffixException;
import dev.affix.storage.StorageService;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The storage services by name. Immutable. */
public final class Services {
  private final Map<String, StorageService> byName;
  private final String defaultName;

  public Services(Map<String, StorageService> byName, String defaultName) {
    this.byName = new TreeMap<>(byName);
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

  public Optional<StorageService> find(String name) {
    return Optional.ofNullable(byName.get(name));
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
