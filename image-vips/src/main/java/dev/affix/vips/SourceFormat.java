package dev.affix.vips;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Formats that may come in, told by their first bytes. Nothing else reaches libvips, and the loader
 * is named from here: libvips chooses none.
 */
enum SourceFormat {
  JPEG("image/jpeg", "jpegload_source", "VipsForeignLoadJpeg", false),
  PNG("image/png", "pngload_source", "VipsForeignLoadPng", false),
  GIF("image/gif", "gifload_source", "VipsForeignLoadNsgif", true),
  WEBP("image/webp", "webpload_source", "VipsForeignLoadWebp", true),
  TIFF("image/tiff", "tiffload_source", "VipsForeignLoadTiff", false),
  AVIF("image/avif", "heifload_source", "VipsForeignLoadHeif", false);

  /** Bytes that telling the format takes. */
  static final int HEAD = 64;

  final String contentType;
  final String loader;
  final String loaderClass;

  /** Whether pages are frames that a result may keep. */
  final boolean animates;

  SourceFormat(String contentType, String loader, String loaderClass, boolean animates) {
    this.contentType = contentType;
    this.loader = loader;
    this.loaderClass = loaderClass;
    this.animates = animates;
  }

  /** Of all that can be read, in alphabetical order. */
  static Set<String> contentTypes() {
    return Arrays.stream(values())
        .map(format -> format.contentType)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Optional<SourceFormat> of(byte[] head) {
    String text = new String(head, ISO_8859_1);
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return Optional.of(GIF);
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of(WEBP);
    }
    if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
      return Optional.of(TIFF);
    }
    return text.startsWith("ftyp", 4) && isAvif(head, text) ? Optional.of(AVIF) : Optional.empty();
  }

  /**
   * The size that the head of this format tells by itself: that of a GIF's canvas, which libvips
   * takes for no larger than the frames if it is over 2,048 pixels a side. Viewers do not.
   */
  Area canvas(byte[] head) {
    return this == GIF && head.length >= 10
        ? Area.whole(shortAt(head, 6), shortAt(head, 8))
        : Area.whole(0, 0);
  }

  private static int shortAt(byte[] head, int at) {
    return (head[at] & 0xff) | (head[at + 1] & 0xff) << 8;
  }

  /** HEIC shares the container; the major brand or a compatible one has to say AVIF. */
  private static boolean isAvif(byte[] head, String text) {
    int boxEnd = Math.min(head.length, (head[2] & 0xff) << 8 | (head[3] & 0xff));
    for (int at = 8; at + 4 <= boxEnd; at += 4) {
      String brand = text.substring(at, at + 4);
      if (brand.equals("avif") || brand.equals("avis")) {
        return true;
      }
    }
    return false;
  }
}
