package dev.affix.image;

import dev.affix.image.Gravity.FocalPoint;
import dev.affix.image.Gravity.Rule;
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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How recipes are written. Digests of these texts name objects on services, so none may ever
 * change; a new step takes a rank between others.
 */
final class Spelling {
  private static final String VERSION = "v1";

  private Spelling() {}

  static String of(List<Transformation> steps) {
    Stream<String> words =
        steps.stream().sorted(Comparator.comparingInt(Spelling::rank)).map(Spelling::word);
    return Stream.concat(Stream.of(VERSION), words).collect(Collectors.joining(";"));
  }

  /** What a step is in messages; two of one kind exclude each other. */
  static String kind(Transformation step) {
    return step instanceof Resize ? "resize" : word(step).replaceFirst("=.*", "");
  }

  private static int rank(Transformation step) {
    return switch (step) {
      case Frame f -> 0;
      case AsStored a -> 1;
      case Crop c -> 2;
      case Resize r -> 3;
      case Rotate r -> 4;
      case Flip f -> 5;
      case Grayscale g -> 6;
      case Blur b -> 7;
      case Sharpen s -> 8;
      case Background b -> 9;
      case Still s -> 10;
      case Format f -> 11;
      case Quality q -> 12;
      case Effort e -> 13;
      case Lossless l -> 14;
      case Progressive p -> 15;
    };
  }

  private static String word(Transformation step) {
    return switch (step) {
      case Frame f -> "frame=" + f.number();
      case AsStored a -> "asStored";
      case Crop c -> "crop=" + c.width() + "x" + c.height() + "+" + c.x() + "+" + c.y();
      case ResizeToLimit r -> "resizeToLimit=" + box(r);
      case ResizeToFit r -> "resizeToFit=" + box(r);
      case ResizeToFill r -> "resizeToFill=" + box(r) + suffix(r.gravity());
      case ResizeAndPad r -> "resizeAndPad=" + box(r);
      case Rotate r -> "rotate=" + r.degrees();
      case Flip f -> "flip=" + f.direction().name().toLowerCase(Locale.ROOT);
      case Grayscale g -> "grayscale";
      case Blur b -> "blur=" + b.sigma().toPlainString();
      case Sharpen s -> "sharpen=" + s.sigma().toPlainString();
      case Background b -> "background=" + b.colour().toString().substring(1);
      case Still s -> "still";
      case Format f -> "format=" + f.format().extension();
      case Quality q -> "quality=" + q.percent();
      case Effort e -> "effort=" + e.level();
      case Lossless l -> "lossless";
      case Progressive p -> "progressive";
    };
  }

  private static String box(Resize resize) {
    return resize.width() + "x" + resize.height();
  }

  /** Nothing for the centre, which was there before others were. */
  private static String suffix(Gravity gravity) {
    return switch (gravity) {
      case Rule rule -> rule == Rule.CENTRE ? "" : "@" + rule.name().toLowerCase(Locale.ROOT);
      case FocalPoint point -> "@" + point.x() + "," + point.y();
    };
  }
}
