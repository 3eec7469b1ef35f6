package dev.affix.internal.mapping;

import dev.affix.Responsive;
import dev.affix.image.ImageFormat;
import dev.affix.image.Transformation;
import dev.affix.image.Variation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Responsive} declaration.
 *
 * @param widths ascending
 * @param formats best first; one empty for the picture's own
 * @param sizes as HTML says it
 * @param quality 0 for the processor's default
 */
public record ResponsiveSet(
    String name,
    List<Integer> widths,
    List<Optional<ImageFormat>> formats,
    String sizes,
    int quality) {

  /**
   * A width to offer.
   *
   * @param declared which variant it is
   * @param shown how wide that comes out
   */
  public record Candidate(int declared, int shown) {}

  /**
   * Reads the annotation.
   *
   * @throws IllegalArgumentException if it declares no set
   */
  static ResponsiveSet of(Responsive responsive) {
    List<Integer> widths = new ArrayList<>();
    for (int width : responsive.widths()) {
      if (!widths.isEmpty() && width <= widths.get(widths.size() - 1)) {
        throw new IllegalArgumentException("widths go from narrow to wide, each once");
      }
      widths.add(width);
    }
    if (widths.isEmpty()) {
      throw new IllegalArgumentException("there must be a width");
    }
    if (responsive.sizes().isBlank()) {
      throw new IllegalArgumentException("sizes must say how wide the picture is shown");
    }
    List<Optional<ImageFormat>> formats = new ArrayList<>();
    EnumSet<ImageFormat> seen = EnumSet.noneOf(ImageFormat.class);
    for (ImageFormat format : responsive.formats()) {
      if (!seen.add(format)) {
        throw new IllegalArgumentException("format " + format + " is given twice");
      }
      formats.add(Optional.of(format));
    }
    if (formats.isEmpty()) {
      formats.add(Optional.empty());
    }
    return new ResponsiveSet(
        responsive.name(),
        List.copyOf(widths),
        List.copyOf(formats),
        responsive.sizes(),
        responsive.quality());
  }

  /** The name of the variant of that declared width. */
  public String variant(int width, Optional<ImageFormat> format) {
    return name + "-" + width + format.map(f -> "-" + f.name().toLowerCase(Locale.ROOT)).orElse("");
  }

  /**
   * The widths that differ: none beyond the first that shows the picture in its own.
   *
   * @param original how wide the picture is; null if nobody knows
   */
  public List<Candidate> candidates(@Nullable Integer original) {
    List<Candidate> candidates = new ArrayList<>();
    for (int width : widths) {
      if (original != null && width >= original) {
        candidates.add(new Candidate(width, original));
        break;
      }
      candidates.add(new Candidate(width, width));
    }
    return candidates;
  }

  /** The names of all variants. */
  List<String> variantNames() {
    return formats.stream()
        .flatMap(format -> widths.stream().map(width -> variant(width, format)))
        .toList();
  }

  /** The recipes of all widths in all formats, by their names. */
  Map<String, Variation> variants() {
    Map<String, Variation> variants = new LinkedHashMap<>();
    for (Optional<ImageFormat> format : formats) {
      for (int width : widths) {
        variants.put(variant(width, format), recipe(width, format));
      }
    }
    return variants;
  }

  private Variation recipe(int width, Optional<ImageFormat> format) {
    List<Transformation> steps = new ArrayList<>();
    steps.add(Variation.resizeToLimit(width, Transformation.MAX_SIDE));
    format.map(Variation::format).ifPresent(steps::add);
    if (quality != 0) {
      steps.add(Variation.quality(quality));
    }
    return Variation.of(steps.toArray(Transformation[]::new));
  }
}
