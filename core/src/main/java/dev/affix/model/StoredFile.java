package dev.affix.model;

import dev.affix.storage.StorageKey;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A file as a row knows it: where it is and what it weighs. What is not known yet is null.
 *
 * @param service name of the storage service
 * @param storageKey name of the object there
 * @param owned whether Affix may delete it; false for adopted files
 * @param contentType media type without parameters
 * @param byteSize length in bytes
 * @param md5 32 hexadecimal digits
 * @param sha256 64 hexadecimal digits
 * @param width pixels, orientation applied
 * @param height pixels, orientation applied
 */
@Embeddable
public record StoredFile(
    @Column(nullable = false, length = 64) String service,
    @Column(name = "storage_key", nullable = false, length = 512) String storageKey,
    @Column(nullable = false) boolean owned,
    @Column(name = "content_type", length = 127) @Nullable String contentType,
    @Column(name = "byte_size") @Nullable Long byteSize,
    @Column(length = 32) @Nullable String md5,
    @Column(length = 64) @Nullable String sha256,
    @Nullable Integer width,
    @Nullable Integer height)
    implements Serializable {

  public StoredFile {
    if (storageKey.startsWith(StorageKey.RESERVED)) {
      throw new IllegalArgumentException(
          "storageKey \"%s\" begins with \"%s\", which is kept for Affix's own records"
              .formatted(storageKey, StorageKey.RESERVED));
    }
  }

  /** The same with its size in pixels, orientation applied. */
  public StoredFile withPixels(int across, int down) {
    return new StoredFile(
        service, storageKey, owned, contentType, byteSize, md5, sha256, across, down);
  }
}
