package dev.affix.vips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a library from the class path may be unpacked, the best place first: only the one named by
 * property or environment variable if there is one, else the user's cache, then the folder for
 * temporary files.
 */
final class UnpackPlaces {
  static final String PROPERTY = "affix.vips.natives.folder";
  static final String VARIABLE = "AFFIX_VIPS_NATIVES_FOLDER";

  private final Function<String, @Nullable String> properties;
  private final Function<String, @Nullable String> variables;

  UnpackPlaces(
      Function<String, @Nullable String> properties, Function<String, @Nullable String> variables) {
    this.properties = properties;
    this.variables = variables;
  }

  static List<Path> ofThisProcess() {
    return new UnpackPlaces(System::getProperty, System::getenv).all();
  }

  List<Path> all() {
    String property = properties.apply(PROPERTY);
    String named = property == null || property.isBlank() ? variables.apply(VARIABLE) : property;
    if (named != null && !named.isBlank()) {
      return List.of(Path.of(named));
    }
    var places = new ArrayList<Path>();
    addTo(places, cache());
    addTo(places, properties.apply("java.io.tmpdir"));
    return places;
  }

  private @Nullable String cache() {
    String os = String.valueOf(properties.apply("os.name")).toLowerCase(Locale.ROOT);
    if (os.startsWith("win")) {
      return variables.apply("LOCALAPPDATA");
    }
    String xdg = variables.apply("XDG_CACHE_HOME");
    if (xdg != null && xdg.startsWith("/")) {
      return xdg;
    }
    String home = properties.apply("user.home");
    return home == null ? null : home + (os.startsWith("mac") ? "/Library/Caches" : "/.cache");
  }

  /** A user without a home has '?' there. */
  private static void addTo(List<Path> places, @Nullable String place) {
    if (place != null && Path.of(place).isAbsolute()) {
      places.add(Path.of(place));
    }
  }
}
