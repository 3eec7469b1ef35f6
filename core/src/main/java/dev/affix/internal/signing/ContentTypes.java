package dev.affix.internal.signing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers of content types in tokens. The table may only grow, at its end: a number that is in a
 * URL somewhere keeps its meaning for good. 0 stands for a type that is not in the table.
 */
final class ContentTypes {
  static final int LITERAL = 0;
  private static final int MAX_LENGTH = 127;

  static final List<String> TABLE =
      List.of(
          "application/octet-stream",
          "image/jpeg",
          "image/png",
          "image/gif",
          "image/webp",
          "image/avif",
          "image/svg+xml",
          "image/bmp",
          "image/tiff",
          "image/heic",
          "image/heif",
          "image/vnd.microsoft.icon",
          "image/x-icon",
          "image/jxl",
          "image/jp2",
          "image/vnd.adobe.photoshop",
          "application/pdf",
          "application/postscript",
          "text/plain",
          "text/html",
          "text/css",
          "text/csv",
          "text/markdown",
          "text/javascript",
          "text/calendar",
          "text/vcard",
          "text/xml",
          "application/javascript",
          "application/json",
          "application/xml",
          "application/xhtml+xml",
          "application/rtf",
          "application/epub+zip",
          "application/zip",
          "application/gzip",
          "application/x-tar",
          "application/x-7z-compressed",
          "application/x-bzip2",
          "application/x-xz",
          "application/zstd",
          "application/vnd.rar",
          "application/java-archive",
          "application/msword",
          "application/vnd.ms-excel",
          "application/vnd.ms-powerpoint",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "application/vnd.openxmlformats-officedocument.presentationml.presentation",
          "application/vnd.oasis.opendocument.text",
          "application/vnd.oasis.opendocument.spreadsheet",
          "application/vnd.oasis.opendocument.presentation",
          "application/vnd.oasis.opendocument.graphics",
          "message/rfc822",
          "font/ttf",
          "font/otf",
          "font/woff",
          "font/woff2",
          "audio/mpeg",
          "audio/mp4",
          "audio/ogg",
          "audio/opus",
          "audio/wav",
          "audio/vnd.wave",
          "audio/x-wav",
          "audio/webm",
          "audio/flac",
          "audio/x-flac",
          "audio/aac",
          "audio/midi",
          "video/mp4",
          "video/webm",
          "video/ogg",
          "video/mpeg",
          "video/quicktime",
          "video/x-msvideo",
          "video/x-matroska",
          "video/3gpp");

  private static final Map<String, Integer> NUMBERS = numbers();

  private ContentTypes() {}

  /** Its number from 1, or {@link #LITERAL}. */
  static int numberOf(String contentType) {
    return NUMBERS.getOrDefault(contentType, LITERAL);
  }

  static String of(int number) {
    if (number < 1 || number > TABLE.size()) {
      throw new IllegalArgumentException("no content type has the number " + number);
    }
    return TABLE.get(number - 1);
  }

  /** It becomes a header, so it has to be one line of ASCII. */
  static void check(String contentType) {
    boolean printable = contentType.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    if (!printable || contentType.indexOf('/') < 1 || contentType.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a content type must be like \"image/png\" and at most 127 characters of ASCII, but was"
              + " \""
              + contentType.replaceAll("[^ -~]", "?")
              + "\"");
    }
  }

  private static Map<String, Integer> numbers() {
    var numbers = new HashMap<String, Integer>();
    TABLE.forEach(type -> numbers.put(type, numbers.size() + 1));
    return Map.copyOf(numbers);
  }
}
