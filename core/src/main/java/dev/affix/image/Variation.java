package dev.affix.image;

import dev.affix.image.Transformation.AsStored;
import dev.affix.image.Transformation.Background;
import dev.affix.image.Transformation.Blur;
import dev.affix.image.Transformation.Crop;
import dev.affix.image.Transformation.Effort;
import dev.affix.image.Transformation.Flip;
import dev.affix.image.Transformation.Format;
import dev.affix.image.Transformation.Frame;
import dev.affix.image.Transformation.Grayscale;
import dev.affix.image.Transformation.Lossless;
import dev.affix.image.Transformation.Progressive;
import dev.affix.image.Transformation.Quality;
import dev.affix.image.Transformation.Resize;
import dev.affix.image.Transformation.ResizeAndPad;
import dev.affix.image.Transformation.ResizeToFill;
import dev.affix.image.Transformation.ResizeToFit;
import dev.affix.image.Transformation.ResizeToLimit;
import dev.affix.image.Transformation.Rotate;
import dev.affix.image.Transformation.Sharpen;
import dev.affix.image.Transformation.Still;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.binary.Base32;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A recipe: at most one step of each kind, one resize among them. Whatever the recipe, metadata is
 * stripped and colours become sRGB; unless it says otherwise, pictures are turned upright and
 * animations stay animated where both formats can.
 *
 * <p>Two recipes are equal when their {@link #canonical() canonical form} is; its digest names the
 * variant's object, so neither may ever change for a recipe that exists.
 */
public final class Variation {
  private static final Base32 BASE_32 = Base32.builder().setPadding((byte) 0).get();

  private final List<Transformation> steps;
  private final String canonical;

  private Variation(List<Transformation> steps) {
    this.steps = steps;
    this.canonical = Spelling.of(steps);
  }

  /**
   * The recipe of these steps; their order does not matter, see {@link Transformation}.
   *
   * @throws IllegalArgumentException if a step is given twice, or two resizes
   */
  public static Variation of(Transformation... steps) {
    Set<String> kinds = new HashSet<>();
    for (Transformation step : steps) {
      String kind = Spelling.kind(step);
      if (!kinds.add(kind)) {
        throw new IllegalArgumentException("a variation has at most one " + kind);
      }
    }
    return new Variation(List.of(steps));
  }

  /** Shrinks to lie within the box; see {@link ResizeToLimit}. */
  public static Transformation resizeToLimit(int width, int height) {
    return new ResizeToLimit(width, height);
  }

  /** Shrinks or enlarges to touch the box from within; see {@link ResizeToFit}. */
  public static Transformation resizeToFit(int width, int height) {
    return new ResizeToFit(width, height);
  }

  /** Covers the box and cuts on both sides alike; see {@link ResizeToFill}. */
  public static Transformation resizeToFill(int width, int height) {
    return new ResizeToFill(width, height);
  }

  /** Covers the box and keeps what the gravity says; see {@link ResizeToFill}. */
  public static Transformation resizeToFill(int width, int height, Gravity gravity) {
    return new ResizeToFill(width, height, gravity);
  }

  /** Fits into the box and fills it up; see {@link ResizeAndPad}. */
  public static Transformation resizeAndPad(int width, int height) {
    return new ResizeAndPad(width, height);
  }

  /** Cuts a rectangle out, before any resize; see {@link Crop}. */
  public static Transformation crop(int x, int y, int width, int height) {
    return new Crop(x, y, width, height);
  }

  /** Turns clockwise by 90, 180 or 270 degrees. */
  public static Transformation rotate(int degrees) {
    return new Rotate(degrees);
  }

  /** Mirrors; see {@link Flip}. */
  public static Transformation flip(Flip.Direction direction) {
    return new Flip(direction);
  }

  /** Leaves the picture as its pixels are stored; see {@link AsStored}. */
  public static Transformation asStored() {
    return new AsStored();
  }

  /** Blurs; see {@link Blur}. */
  public static Transformation blur(double sigma) {
    return new Blur(BigDecimal.valueOf(sigma));
  }

  /** Sharpens edges; see {@link Sharpen}. */
  public static Transformation sharpen(double sigma) {
    return new Sharpen(BigDecimal.valueOf(sigma));
  }

  /** Takes the colours away. */
  public static Transformation grayscale() {
    return new Grayscale();
  }

  /** What shows behind and beside the picture; see {@link Background}. */
  public static Transformation background(Colour colour) {
    return new Background(colour);
  }

  /** Takes one frame or page, from 0. */
  public static Transformation frame(int number) {
    return new Frame(number);
  }

  /** Makes a still picture of an animation. */
  public static Transformation still() {
    return new Still();
  }

  /** Writes this format; see {@link Format}. */
  public static Transformation format(ImageFormat format) {
    return new Format(format);
  }

  /** Quality of lossy formats; see {@link Quality}. */
  public static Transformation quality(int percent) {
    return new Quality(percent);
  }

  /** How much work to spend on a small file; see {@link Effort}. */
  public static Transformation effort(int level) {
    return new Effort(level);
  }

  /** Loses nothing where the format can; see {@link Lossless}. */
  public static Transformation lossless() {
    return new Lossless();
  }

  /** Shows coarsely before all bytes have come; see {@link Progressive}. */
  public static Transformation progressive() {
    return new Progressive();
  }

  /** The step of that kind, if the recipe has one: {@code step(Crop.class)}. */
  public <T extends Transformation> Optional<T> step(Class<T> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** Whether the recipe has a step of that kind: {@code has(Grayscale.class)}. */
  public boolean has(Class<? extends Transformation> kind) {
    return steps.stream().anyMatch(kind::isInstance);
  }

  /** The resize of this recipe, if it has one. */
  public Optional<Resize> resize() {
    return step(Resize.class);
  }

  /** The format to write, if the recipe names one. */
  public Optional<ImageFormat> format() {
    return step(Format.class).map(Format::format);
  }

  /** The quality to write with, if the recipe names one. */
  public Optional<Integer> quality() {
    return step(Quality.class).map(Quality::percent);
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
}
