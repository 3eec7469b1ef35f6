package dev.affix.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What analysis found of a picture, besides the sizes in {@link StoredFile}. What nobody looked for
 * is null.
 *
 * @param frames number of frames or pages, 1 for a still picture
 * @param hasAlpha whether it can be transparent
 * @param colour the colour that most of it has, {@code #rrggbb}
 * @param thumbHash in Base64, see {@link dev.affix.image.Placeholder}
 */
@Embeddable
public record PictureFacts(
    @Nullable Integer frames,
    @Column(name = "has_alpha") @Nullable Boolean hasAlpha,
    @Column(length = 7) @Nullable String colour,
    @Column(name = "thumb_hash", length = 36) @Nullable String thumbHash)
    implements Serializable {
  /** Of a file that nobody looked at. */
  public static final PictureFacts NONE = new PictureFacts(null, null, null, null);
}
