package dev.affix.internal.staging;

import dev.affix.image.Analysis;
import dev.affix.image.ImageProcessor;
import dev.affix.image.ImageProperties;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Placeholder;
import dev.affix.internal.mapping.AttachmentMapping;
import dev.affix.model.Blob;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at pictures whose attachment asks for it, while they are staged: after the bytes are stored
 * and inspected, before anybody can attach them, and between Affix's own transactions. What cannot
 * be found out is left out; a file is no worse for not being a picture.
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

  /** What there is to find of that file for that attachment; nothing for none. */
  Measured measure(Blob named, @Nullable AttachmentMapping mapping, ImageSource source) {
    Analysis depth = mapping == null ? null : mapping.analysis();
    if (processor == null || depth == null || !named.contentType().startsWith("image/")) {
      return Measured.NOTHING;
    }
    ImageProperties image = header(processor, named, source);
    if (image == null || depth == Analysis.HEADER) {
      return new Measured(image, null);
    }
    return new Measured(image, placeholder(processor, named, source));
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
