package dev.affix.internal.staging;

import dev.affix.UploadRejectedException;
import dev.affix.image.Analysis;
import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessor;
import dev.affix.image.ImageProperties;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Placeholder;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.internal.mapping.FileFacts;
import dev.affix.model.Blob;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at pictures whose attachment asks for it, while they are staged: after the bytes are stored
 * and inspected, before anybody can attach them, and between Affix's own transactions. What cannot
 * be found out is left out, unless the attachment limits sizes.
 */
public final class Measuring {
  private static final Logger LOG = LoggerFactory.getLogger(Measuring.class);

  private final @Nullable ImageProcessor processor;

  /**
   * @param processor null if there is none, and so nothing asks for one
   */
  public Measuring(@Nullable ImageProcessor processor) {
    this.processor = processor;
  }

  /**
   * What there is to find of that file for that attachment; nothing for none.
   *
   * @throws UploadRejectedException if the attachment limits sizes and this picture's are others,
   *     or cannot be read
   * @throws dev.affix.image.ImageProcessingException if it does and there was no time to read them
   */
  Measured measure(Blob named, @Nullable AttachmentMapping mapping, ImageSource source) {
    if (processor == null
        || mapping == null
        || mapping.analysis() == null
        || !named.contentType().startsWith("image/")) {
      return Measured.NOTHING;
    }
    ImageProperties image =
        mapping.limits().dimensions() == null
            ? header(processor, named, source)
            : checked(processor, named, mapping, source);
    boolean more = image != null && mapping.analysis() == Analysis.PLACEHOLDER;
    return new Measured(image, more ? placeholder(processor, named, source) : null);
  }

  private static @Nullable ImageProperties header(
      ImageProcessor processor, Blob named, ImageSource source) {
    try {
      return processor.analyze(source);
    } catch (RuntimeException e) {
      told(named, "sizes", e);
      return null;
    }
  }

  /** Where sizes are limited they have to be found out. */
  private static ImageProperties checked(
      ImageProcessor processor, Blob named, AttachmentMapping mapping, ImageSource source) {
    try {
      ImageProperties image = processor.analyze(source);
      Staging.check(
          mapping,
          new FileFacts(
              named.filename(),
              named.contentType(),
              OptionalLong.empty(),
              new FileFacts.Pixels(image.width(), image.height())));
      return image;
    } catch (InvalidImageException | ImageCrashException e) {
      LOG.info("{} is refused for {}", named, mapping, e);
      throw new UploadRejectedException(
          "%s: \"%s\" is no picture whose width and height can be read: %s"
              .formatted(mapping, named.filename(), e.getMessage()));
    }
  }

  private static @Nullable Placeholder placeholder(
      ImageProcessor processor, Blob named, ImageSource source) {
    try {
      return processor.placeholder(source);
    } catch (RuntimeException e) {
      told(named, "a placeholder", e);
      return null;
    }
  }

  private static void told(Blob named, String what, RuntimeException e) {
    if (e instanceof InvalidImageException) {
      LOG.info("{} is staged without {}: {}", named, what, e.getMessage());
    } else {
      LOG.warn("{} is staged without {}", named, what, e);
    }
  }
}
