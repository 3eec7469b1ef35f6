package dev.affix.vips;

import dev.affix.image.ImageProperties;
import dev.affix.image.Placeholder;
import dev.affix.image.TransformedImage;
import java.util.List;

/** What an image process says to the application; {@link Wire} spells it. */
sealed interface Answer {

  /**
   * Said once, first: libvips is open.
   *
   * @param report for a person, see {@link VipsImageProcessor#doctor()}
   */
  record Ready(String libraryVersion, String report, List<String> warnings) implements Answer {}

  /** Said once, first: there is no usable libvips. */
  record Refused(String message) implements Answer {}

  /** Wants more of the source. */
  record More() implements Answer {}

  /**
   * The end of a request.
   *
   * @param worn whether the process wants to be replaced
   */
  record Done(Outcome outcome, boolean worn) implements Answer {}

  /** What came of a request. */
  sealed interface Outcome {}

  record Made(TransformedImage image) implements Outcome {}

  record Read(ImageProperties properties) implements Outcome {}

  record Placed(Placeholder placeholder) implements Outcome {}

  record Failed(Kind kind, String message) implements Outcome {}

  /** How a request failed. */
  enum Kind {
    /** Another try makes no sense. */
    INVALID,
    /** Another try makes sense. */
    PROCESSING,
    /** By a fault in the process itself. */
    UNEXPECTED
  }
}
