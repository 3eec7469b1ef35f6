package dev.affix.internal.signing;

import dev.affix.Visibility;
import dev.affix.image.ImageFormat;
import dev.affix.storage.StorageKey;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that the URL of a file is made of; known from loaded rows alone.
 *
 * @param filename the blob's; a variant's extension is put right in the URL
 * @param contentType the blob's
 * @param mutable see {@link ServeToken#mutable()}
 * @param attachmentId the attachment the link was taken from; needed for GUARDED, else unused
 */
public record FileLink(
    UUID blobId,
    String service,
    StorageKey key,
    String filename,
    String contentType,
    Visibility visibility,
    Disposition disposition,
    boolean mutable,
    @Nullable VariantLink variant,
    @Nullable UUID attachmentId) {

  public FileLink {
    if (visibility == Visibility.GUARDED && attachmentId == null) {
      throw new IllegalArgumentException("a guarded link needs the id of its attachment");
    }
  }

  /** A signed link to a blob, to be shown in the page. */
  public static FileLink of(
      UUID blobId, String service, StorageKey key, String filename, String contentType) {
    return new FileLink(
        blobId,
        service,
        key,
        filename,
        contentType,
        Visibility.SIGNED,
        Disposition.INLINE,
        false,
        null,
        null);
  }

  /** The same with the visibility of this attachment. */
  public FileLink withVisibility(Visibility value, UUID attachment) {
    return new FileLink(
        blobId,
        service,
        key,
        filename,
        contentType,
        value,
        disposition,
        mutable,
        variant,
        attachment);
  }

  /** The same to be saved, not shown. */
  public FileLink asDownload() {
    return new FileLink(
        blobId,
        service,
        key,
        filename,
        contentType,
        visibility,
        Disposition.ATTACHMENT,
        mutable,
        variant,
        attachmentId);
  }

  /** The same for bytes that may change under their key. */
  public FileLink asMutable() {
    return new FileLink(
        blobId,
        service,
        key,
        filename,
        contentType,
        visibility,
        disposition,
        true,
        variant,
        attachmentId);
  }

  /** The same for a variant of the blob. */
  public FileLink withVariant(VariantLink value) {
    return new FileLink(
        blobId,
        service,
        key,
        filename,
        contentType,
        visibility,
        disposition,
        mutable,
        value,
        attachmentId);
  }

  /** The last path segment: the file name, for a variant with the extension of what it is. */
  String segment() {
    if (variant == null) {
      return PathSegment.of(filename);
    }
    return ImageFormat.ofContentType(variant.contentType())
        .map(format -> PathSegment.of(stem() + "." + format.extension()))
        .orElseGet(() -> PathSegment.of(filename));
  }

  private String stem() {
    int dot = filename.lastIndexOf('.');
    return dot > 0 ? filename.substring(0, dot) : filename.isEmpty() ? "file" : filename;
  }
}
