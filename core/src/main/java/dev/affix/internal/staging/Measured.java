package dev.affix.internal.staging;

import dev.affix.image.ImageProperties;
import dev.affix.image.Placeholder;
import dev.affix.model.PictureFacts;
import dev.affix.model.StoredFile;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a file; null where nobody looked, or nothing was found.
 *
 * @param placeholder only with an image
 */
record Measured(@Nullable ImageProperties image, @Nullable Placeholder placeholder) {
  static final Measured NOTHING = new Measured(null, null);

  /** The file, with its size in pixels. */
  StoredFile in(StoredFile file) {
    return image == null ? file : file.withPixels(image.width(), image.height());
  }

  PictureFacts facts() {
    return image == null
        ? PictureFacts.NONE
        : new PictureFacts(
            image.frames(),
            image.hasAlpha(),
            placeholder == null ? null : placeholder.colour(),
            placeholder == null ? null : placeholder.thumbHash());
  }
}
