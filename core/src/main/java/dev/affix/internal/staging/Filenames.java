package dev.affix.internal.staging;

import dev.affix.UploadRejectedException;
import org.jspecify.annotations.Nullable;

/** What a file name may be. */
public final class Filenames {
  private static final int MAX_LENGTH = 255;

  private Filenames() {}

  /**
   * The name as it is.
   *
   * @throws UploadRejectedException if it is none that an honest client sends
   */
  public static String checked(String name) {
    String fault = faultOf(name);
    if (fault != null) {
      throw new UploadRejectedException(
          "File name \"%s\" %s; give a plain name with upload.withFilename(..)"
              .formatted(printable(name), fault));
    }
    return name;
  }

  /** Why it can be no file's name; null if it can. */
  public static @Nullable String faultOf(String name) {
    if (name.isBlank() || name.equals(".") || name.equals("..")) {
      return "is no name";
    }
    if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
      return "has " + name.length() + " characters, more than " + MAX_LENGTH;
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      return "is a path";
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c)) {
        return "has the control character U+%04X".formatted((int) c);
      }
      if (isBidiControl(c)) {
        return "has the direction override U+%04X, which hides its true extension"
            .formatted((int) c);
      }
    }
    return isWellFormed(name) ? null : "is not valid Unicode";
  }

  /** Property Bidi_Control of the Unicode Character Database. */
  private static boolean isBidiControl(char c) {
    return c == '\u061c'
        || c == '\u200e'
        || c == '\u200f'
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }

  private static boolean isWellFormed(String name) {
    return name.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }

  private static String printable(String name) {
    String cut = name.length() <= 60 ? name : name.substring(0, 60) + "...";
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
