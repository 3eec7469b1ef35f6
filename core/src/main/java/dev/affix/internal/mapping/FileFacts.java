package dev.affix.internal.mapping;

import dev.affix.model.Blob;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What constraints look at.
 *
 * @param contentType null while nobody has looked at the bytes
 * @param pixels null while nobody has looked at the picture
 */
public record FileFacts(
    String filename, @Nullable String contentType, OptionalLong byteSize, @Nullable Pixels pixels) {

  /** The size of a picture, orientation applied. */
  public record Pixels(int width, int height) {}

  /** A file whose size in pixels is not known. */
  public FileFacts(String filename, @Nullable String contentType, OptionalLong byteSize) {
    this(filename, contentType, byteSize, null);
  }

  public static FileFacts of(Blob blob) {
    Integer width = blob.file().width();
    Integer height = blob.file().height();
    return new FileFacts(
        blob.filename(),
        blob.contentType(),
        blob.byteSize(),
        width == null || height == null ? null : new Pixels(width, height));
  }
}
