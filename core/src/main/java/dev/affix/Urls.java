package dev.affix;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Where the URLs of files point and how long signed ones last. A URL is {@code
 * BASE/<token>/<filename>}; whatever answers under the base hands the rest of the path to a {@link
 * dev.affix.serving.FileHandler}. Immutable.
 *
 * <p>A {@link Visibility#SIGNED} URL works at least {@link #ttl()} and less than {@code ttl +
 * window}; during one window every page carries the same URL. The defaults, an hour each: a page
 * left open for an hour still shows its pictures, a leaked URL is worthless after two, and a shared
 * cache asks for each file once an hour. A longer window means fewer requests and longer-lived
 * leaks.
 */
public final class Urls {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(3660);

  private final String base;
  private final Duration ttl;
  private final Duration window;

  private Urls(String base, Duration ttl, Duration window) {
    this.base = base;
    this.ttl = ttl;
    this.window = window;
  }

  /**
   * Files are read through the application, or through a cache in front of it.
   *
   * @param base an absolute URL ({@code https://cdn.example.org/files}) or a path from the root
   *     ({@code /files}), percent-encoded; a slash at its end makes no difference
   * @throws IllegalArgumentException if it is neither, or has a query, a fragment, user information
   *     or an empty, {@code .} or {@code ..} segment
   */
  public static Urls proxy(String base) {
    return new Urls(normalised(base), HOUR, HOUR);
  }

  /**
   * The same with other lifetimes of signed URLs, both in whole minutes.
   *
   * @throws IllegalArgumentException if one is not at least a minute or has seconds
   */
  public Urls withSignedLifetime(Duration ttl, Duration window) {
    return new Urls(base, minutes("ttl", ttl), minutes("window", window));
  }

  /** What URLs begin with, without a slash at the end; empty when files lie at the root itself. */
  public String base() {
    return base;
  }

  /** How long a signed URL works at least. */
  public Duration ttl() {
    return ttl;
  }

  /** How long a signed URL stays the same for new pages. */
  public Duration window() {
    return window;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Urls that
        && base.equals(that.base)
        && ttl.equals(that.ttl)
        && window.equals(that.window);
  }

  @Override
  public int hashCode() {
    return Objects.hash(base, ttl, window);
  }

  @Override
  public String toString() {
    return "proxy \"" + base + "\", signed for " + ttl + " in windows of " + window;
  }

  private static String normalised(String base) {
    URI uri = parse(base);
    String path = uri.getRawPath();
    require(path != null && uri.getRawQuery() == null && uri.getRawFragment() == null, base);
    if (uri.isAbsolute()) {
      String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      require(scheme.equals("https") || scheme.equals("http"), base);
      require(uri.getHost() != null && uri.getRawUserInfo() == null, base);
    } else {
      require(base.startsWith("/") && uri.getRawAuthority() == null, base);
    }
    String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    String inner = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (!inner.isEmpty()) {
      for (String segment : inner.substring(1).split("/", -1)) {
        String plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
        require(!plain.isEmpty() && !plain.equals(".") && !plain.equals(".."), base);
      }
    }
    return trimmed;
  }

  private static URI parse(String base) {
    try {
      URI uri = new URI(base);
      require(uri.toASCIIString().equals(base), base);
      return uri;
    } catch (URISyntaxException e) {
      throw fault(base, e);
    }
  }

  private static void require(boolean holds, String base) {
    if (!holds) {
      throw fault(base, null);
    }
  }

  private static IllegalArgumentException fault(
      String base, @org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalArgumentException(
        "base must be like \"https://cdn.example.org/files\" or \"/files\", percent-encoded,"
            + " without query, fragment, user or dot segments, but was \""
            + base
            + "\"",
        cause);
  }

  private static Duration minutes(String name, Duration value) {
    if (value.compareTo(Duration.ofMinutes(1)) < 0
        || value.compareTo(LONGEST) > 0
        || !value.equals(Duration.ofMinutes(value.toMinutes()))) {
      throw new IllegalArgumentException(
          name + " must be whole minutes, at least one and at most ten years, but was " + value);
    }
    return value;
  }
}
