package dev.affix.internal.serving;

import java.util.Locale;
import java.util.Set;

/**
 * The type a file is sent with. What a browser shows as a picture, a film, text or a PDF is sent as
 * what it is; what it only saves, too, but always to be saved; everything else, above all what
 * could run a script in the site's name and what nobody knows, is sent as plain bytes to be saved.
 *
 * @param contentType to be sent
 * @param mayBeShown whether it may be shown in the browser
 */
record ServedType(String contentType, boolean mayBeShown) {
  private static final ServedType BYTES = new ServedType("application/octet-stream", false);

  private static final Set<String> SHOWN =
      Set.of(
          "image/jpeg",
          "image/png",
          "image/gif",
          "image/webp",
          "image/avif",
          "image/bmp",
          "image/tiff",
          "image/heic",
          "image/heif",
          "image/jxl",
          "image/vnd.microsoft.icon",
          "image/x-icon",
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
          "video/mp4",
          "video/webm",
          "video/ogg",
          "video/mpeg",
          "video/quicktime",
          "application/pdf",
          "text/plain");

  private static final Set<String> SAVED =
      Set.of(
          "text/csv",
          "text/markdown",
          "text/calendar",
          "text/vcard",
          "application/json",
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
          "image/jp2",
          "image/vnd.adobe.photoshop",
          "audio/midi",
          "font/ttf",
          "font/otf",
          "font/woff",
          "font/woff2",
          "video/x-msvideo",
          "video/x-matroska",
          "video/3gpp");

  static ServedType of(String stored) {
    int semicolon = stored.indexOf(';');
    String bare = semicolon < 0 ? stored : stored.substring(0, semicolon);
    String type = bare.strip().toLowerCase(Locale.ROOT);
    if (SHOWN.contains(type)) {
      return new ServedType(type + charset(type, stored), true);
    }
    return SAVED.contains(type) ? new ServedType(type + charset(type, stored), false) : BYTES;
  }

  /** Sound or film. */
  boolean isMedia() {
    return contentType.startsWith("audio/") || contentType.startsWith("video/");
  }

  // The only parameter worth keeping, and the only charset that never changed what "<" is.
  private static String charset(String type, String stored) {
    String spelled = stored.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
    return type.startsWith("text/") && spelled.endsWith(";charset=utf-8") ? "; charset=utf-8" : "";
  }
}
