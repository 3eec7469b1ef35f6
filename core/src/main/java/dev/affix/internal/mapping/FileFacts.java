package dev.affix.internal.mapping;

import dev.affix.model.Blob;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What constraints look at.
 *
 * @param contentType null while nobody has looked at the bytes
 */
public record FileFacts(String filename, @Nullable String contentType, OptionalLong byteSize) {

  public static FileFacts of(Blob blob) {
    return new FileFacts(blob.filename(), blob.contentType(), blob.byteSize());
  }
}
