package dev.affix.image;

import java.util.Optional;

/** Formats that variants can be written in. */
public enum ImageFormat {
  JPEG("image/jpeg", "jpg"),
  PNG("image/png", "png"),
  GIF("image/gif", "gif"),
  WEBP("image/webp", "webp"),
  AVIF("image/avif", "avif");

  private final String contentType;
  private final String extension;

  ImageFormat(String contentType, String extension) {
    this.contentType = contentType;
    this.extension = extension;
  }

  public String contentType() {
    return contentType;
  }

  /** For file names, without the dot. */
  public String extension() {
    return extension;
  }

  /** The format of that content type, if it is one of these. */
  public static Optional<ImageFormat> ofContentType(String contentType) {
    for (ImageFormat format : values()) {
      if (format.contentType.equals(contentType)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
