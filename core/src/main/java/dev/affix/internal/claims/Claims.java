package dev.affix.internal.claims;

import dev.affix.AffixException;
import dev.affix.internal.staging.Services;
import dev.affix.storage.StorageService;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The guard that whoever destroys something in a place asks first: a copy of the production
 * database must not delete production's files. What a marker says is believed for a minute, and a
 * marker that could not be read for ten seconds, in which nothing may be destroyed either. Safe for
 * use by many threads.
 */
public final class Claims {
  private static final Duration BELIEVED = Duration.ofMinutes(1);
  private static final Duration UNKNOWN = Duration.ofSeconds(10);

  private final Services services;
  private final @Nullable String environment;
  private final LongSupplier nanoTime;
  private final Map<String, Reading> readings = new ConcurrentHashMap<>();

  private record Reading(
      Optional<String> claimant, @Nullable RuntimeException failure, long until) {}

  /**
   * @param environment this one's name; null if it was given none
   */
  public Claims(Services services, @Nullable String environment) {
    this(services, environment, System::nanoTime);
  }

  Claims(Services services, @Nullable String environment, LongSupplier nanoTime) {
    this.services = services;
    this.environment = environment;
    this.nanoTime = nanoTime;
  }

  /**
   * Marks these services as this environment's, or all there are if none is named.
   *
   * @throws AffixException if one is another's, or this environment has no name
   */
  public void claim(Collection<String> named) {
    Collection<String> names = named.isEmpty() ? services.names() : named;
    String own = environment;
    if (own == null) {
      throw new AffixException(
          "To claim a place this environment needs a name; call environment(\"production\") on the builder");
    }
    names.forEach(name -> refuseIfForeign(name, Marker.read(name, services.require(name))));
    for (String name : names) {
      StorageService service = services.require(name);
      if (Marker.read(name, service).isEmpty()) {
        Marker.write(service, own);
      }
      readings.remove(name);
      refuseIfForeign(name, Marker.read(name, service));
    }
  }

  /**
   * Returns if nothing speaks against destroying objects of the service: it is this environment's,
   * or nobody's.
   *
   * @throws AffixException if another environment claimed it
   * @throws dev.affix.storage.StorageException if that cannot be known now
   */
  public void requireNotForeign(String name) {
    refuseIfForeign(name, claimant(name));
  }

  /**
   * Returns if the service is this environment's.
   *
   * @throws AffixException otherwise
   * @throws dev.affix.storage.StorageException if that cannot be known now
   */
  public void requireOwn(String name) {
    Optional<String> claimant = claimant(name);
    refuseIfForeign(name, claimant);
    if (claimant.isEmpty()) {
      throw new AffixException(
          "Service \"%s\" is claimed by no environment; name this one by environment(\"..\") on the builder and call affix.claim(\"%s\") first"
              .formatted(name, name));
    }
  }

  private void refuseIfForeign(String name, Optional<String> claimant) {
    if (claimant.isPresent() && !claimant.get().equals(environment)) {
      throw new AffixException(
          "Service \"%s\" is claimed by environment \"%s\", and this one %s, so nothing is destroyed there. Give this environment a place of its own; if the place is really to change hands, delete object \"%s\" there by hand and call affix.claim(\"%s\")"
              .formatted(
                  name,
                  claimant.get(),
                  environment == null ? "has no name" : "is \"" + environment + "\"",
                  Marker.KEY,
                  name));
    }
  }

  private Optional<String> claimant(String name) {
    StorageService service = services.require(name);
    Reading reading = readings.get(name);
    if (reading == null || reading.until - nanoTime.getAsLong() <= 0) {
      reading = read(name, service);
      readings.put(name, reading);
    }
    if (reading.failure != null) {
      throw reading.failure;
    }
    return reading.claimant;
  }

  private Reading read(String name, StorageService service) {
    try {
      return new Reading(
          Marker.read(name, service), null, nanoTime.getAsLong() + BELIEVED.toNanos());
    } catch (RuntimeException e) {
      return new Reading(Optional.empty(), e, nanoTime.getAsLong() + UNKNOWN.toNanos());
    }
  }
}
