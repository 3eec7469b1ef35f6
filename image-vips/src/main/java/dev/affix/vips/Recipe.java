package dev.affix.vips;

import dev.affix.image.Colour;
import dev.affix.image.Gravity;
import dev.affix.image.ImageFormat;
import dev.affix.image.Transformation;
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
import dev.affix.image.Transformation.ResizeAndPad;
import dev.affix.image.Transformation.ResizeToFill;
import dev.affix.image.Transformation.ResizeToFit;
import dev.affix.image.Transformation.ResizeToLimit;
import dev.affix.image.Transformation.Rotate;
import dev.affix.image.Transformation.Sharpen;
import dev.affix.image.Transformation.Still;
import dev.affix.image.Variation;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the canonical form of recipes. */
final class Recipe {
  private static final Pattern BETWEEN_NUMBERS = Pattern.compile("[x+,]");

  private Recipe() {}

  /**
   * The recipe that has this canonical form.
   *
   * @throws IllegalArgumentException if none has
   */
  static Variation of(String canonical) {
    Variation variation =
        Variation.of(
            Arrays.stream(canonical.split(";"))
                .skip(1)
                .map(Recipe::step)
                .toArray(Transformation[]::new));
    if (!variation.canonical().equals(canonical)) {
      throw new IllegalArgumentException("'" + canonical + "' is not how a recipe is written");
    }
    return variation;
  }

  private static Transformation step(String word) {
    int equals = word.indexOf('=');
    String value = word.substring(equals + 1);
    return switch (equals < 0 ? word : word.substring(0, equals)) {
      case "frame" -> new Frame(Integer.parseInt(value));
      case "asStored" -> new AsStored();
      case "crop" -> {
        int[] numbers = numbers(value, 4);
        yield new Crop(numbers[2], numbers[3], numbers[0], numbers[1]);
      }
      case "resizeToLimit" -> {
        int[] box = numbers(value, 2);
        yield new ResizeToLimit(box[0], box[1]);
      }
      case "resizeToFit" -> {
        int[] box = numbers(value, 2);
        yield new ResizeToFit(box[0], box[1]);
      }
      case "resizeToFill" -> {
        int at = value.indexOf('@');
        int[] box = numbers(at < 0 ? value : value.substring(0, at), 2);
        yield new ResizeToFill(
            box[0], box[1], at < 0 ? Gravity.Rule.CENTRE : gravity(value.substring(at + 1)));
      }
      case "resizeAndPad" -> {
        int[] box = numbers(value, 2);
        yield new ResizeAndPad(box[0], box[1]);
      }
      case "rotate" -> new Rotate(Integer.parseInt(value));
      case "flip" -> new Flip(Flip.Direction.valueOf(value.toUpperCase(Locale.ROOT)));
      case "grayscale" -> new Grayscale();
      case "blur" -> new Blur(new BigDecimal(value));
      case "sharpen" -> new Sharpen(new BigDecimal(value));
      case "background" -> new Background(Colour.of(value));
      case "still" -> new Still();
      case "format" -> new Format(format(value));
      case "quality" -> new Quality(Integer.parseInt(value));
      case "effort" -> new Effort(Integer.parseInt(value));
      case "lossless" -> new Lossless();
      case "progressive" -> new Progressive();
      default -> throw new IllegalArgumentException("there is no step '" + word + "'");
    };
  }

  private static Gravity gravity(String text) {
    if (Character.isDigit(text.charAt(0))) {
      int[] point = numbers(text, 2);
      return new Gravity.FocalPoint(point[0], point[1]);
    }
    return Gravity.Rule.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static ImageFormat format(String extension) {
    return Arrays.stream(ImageFormat.values())
        .filter(format -> format.extension().equals(extension))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no format " + extension));
  }

  private static int[] numbers(String text, int count) {
    int[] numbers = BETWEEN_NUMBERS.splitAsStream(text).mapToInt(Integer::parseInt).toArray();
    if (numbers.length != count) {
      throw new IllegalArgumentException("'" + text + "' should be " + count + " numbers");
    }
    return numbers;
  }
}
