package dev.affix.image;

import dev.affix.image.Transformation.Format;
import dev.affix.image.Transformation.Quality;
import dev.affix.image.Transformation.ResizeToFill;
import dev.affix.image.Transformation.ResizeToLimit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Base32;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A recipe: at most one resize, a format and a quality. Whatever the recipe, pictures are turned
 * upright, animations stay animated where both formats can, metadata is stripped and colours become
 * sRGB.
 *
 * <p>Two recipes are equal when their {@link #canonical() canonical form} is; its digest names the
 * variant's object, so neither may ever change for a recipe that exists.
 */
public final class Variation {
  private static final String VERSION = "v1";
  private static final Base32 BASE_32 = Base32.builder().setPadding((byte) 0).get();

  private final List<Transformation> steps;
  private final String canonical;

  private Variation(List<Transformation> steps) {
    this.steps = steps;
    this.canonical = canonicalOf(steps);
  }

  /**
   * The recipe of these steps; their order does not matter.
   *
   * @throws IllegalArgumentException if a step is given twice, or two resizes
   */
  public static Variation of(Transformation... steps) {
    var known = List.of(steps);
    single(known.stream().filter(Variation::isResize), "resize");
    single(known.stream().filter(Format.class::isInstance), "format");
    single(known.stream().filter(Quality.class::isInstance), "quality");
    return new Variation(known);
  }

  /** Shrinks to lie within the box; see {@link ResizeToLimit}. */
  public static Transformation resizeToLimit(int width, int height) {
    return new ResizeToLimit(width, height);
  }

  /** Covers the box and crops; see {@link ResizeToFill}. */
  public static Transformation resizeToFill(int width, int height) {
    return new ResizeToFill(width, height);
  }

  /** Writes this format; see {@link Format}. */
  public static Transformation format(ImageFormat format) {
    return new Format(format);
  }

  /** Quality of lossy formats; see {@link Quality}. */
  public static Transformation quality(int percent) {
    return new Quality(percent);
  }

  /** The resize of this recipe, if it has one. */
  public Optional<Transformation> resize() {
    return steps.stream().filter(Variation::isResize).findFirst();
  }

  /** The format to write, if the recipe names one. */
  public Optional<ImageFormat> format() {
    return find(Format.class).map(Format::format);
  }

  /** The quality to write with, if the recipe names one. */
  public Optional<Integer> quality() {
    return find(Quality.class).map(Quality::percent);
  }

  /**
   * The format that a source of this content type becomes: the one the recipe names, else the
   * source's own where it can be written, else PNG.
   */
  public ImageFormat outputFor(String contentType) {
    return format().or(() -> ImageFormat.ofContentType(contentType)).orElse(ImageFormat.PNG);
  }

  /** The recipe as text, one spelling each: {@code v1;resizeToLimit=100x100;format=webp}. */
  public String canonical() {
    return canonical;
  }

  /** First 16 bytes of SHA-256 of the canonical form, in 26 lower-case characters of base 32. */
  public String digest() {
    byte[] hash = DigestUtils.sha256(canonical.getBytes(StandardCharsets.UTF_8));
    return BASE_32
        .encodeToString(Arrays.copyOf(hash, 16))
        .replaceAll("[^A-Z2-7]", "")
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Variation that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  @Override
  public String toString() {
    return canonical;
  }

  private <T extends Transformation> Optional<T> find(Class<T> type) {
    return steps.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private static boolean isResize(Transformation step) {
    return step instanceof ResizeToLimit || step instanceof ResizeToFill;
  }

  private static void single(Stream<Transformation> steps, String what) {
    if (steps.count() > 1) {
      throw new IllegalArgumentException("a variation has at most one " + what);
    }
  }

  private static String canonicalOf(List<Transformation> steps) {
    var parts = steps.stream().sorted((a, b) -> rank(a) - rank(b)).map(Variation::spell);
    return Stream.concat(Stream.of(VERSION), parts).reduce((a, b) -> a + ";" + b).orElseThrow();
  }

  private static int rank(Transformation step) {
    return switch (step) {
      case ResizeToLimit r -> 0;
      case ResizeToFill r -> 0;
      case Format f -> 1;
      case Quality q -> 2;
    };
  }

  private static String spell(Transformation step) {
    return switch (step) {
      case ResizeToLimit r -> "resizeToLimit=" + r.width() + "x" + r.height();
      case ResizeToFill r -> "resizeToFill=" + r.width() + "x" + r.height();
      case Format f -> "format=" + f.format().extension();
      case Quality q -> "quality=" + q.percent();
    };
  }
}
