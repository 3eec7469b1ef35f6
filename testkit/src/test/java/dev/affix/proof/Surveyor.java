package dev.affix.proof;

import dev.affix.image.ImageProcessor;
import dev.affix.image.ImageProperties;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Placeholder;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Measures small pictures by the JDK, and fails as told. */
final class Surveyor implements ImageProcessor {
  final AtomicInteger headers = new AtomicInteger();
  final AtomicInteger placeholders = new AtomicInteger();
  volatile @Nullable RuntimeException headerFailure;
  volatile @Nullable RuntimeException placeholderFailure;
  volatile Predicate<BufferedImage> refuses = image -> false;
  volatile Runnable meanwhile = () -> {};

  @Override
  public ImageProperties analyze(ImageSource source) {
    headers.incrementAndGet();
    BufferedImage image = read(source, headerFailure);
    return new ImageProperties(
        image.getWidth(), image.getHeight(), 1, image.getColorModel().hasAlpha());
  }

  @Override
  public Placeholder placeholder(ImageSource source) {
    placeholders.incrementAndGet();
    BufferedImage image = read(source, placeholderFailure);
    byte[] pixels = new byte[4 * image.getWidth() * image.getHeight()];
    for (int i = 0; i < pixels.length / 4; i++) {
      int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      pixels[4 * i] = (byte) (rgb >> 16);
      pixels[4 * i + 1] = (byte) (rgb >> 8);
      pixels[4 * i + 2] = (byte) rgb;
      pixels[4 * i + 3] = (byte) (rgb >> 24);
    }
    return Placeholder.of(image.getWidth(), image.getHeight(), pixels);
  }

  private BufferedImage read(ImageSource source, @Nullable RuntimeException failure) {
    meanwhile.run();
    if (failure != null) {
      throw failure;
    }
    try (InputStream in = source.open()) {
      BufferedImage image = ImageIO.read(in);
      if (image == null || refuses.test(image)) {
        throw new InvalidImageException("no picture");
      }
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public TransformedImage transform(ImageSource source, Variation variation) {
    throw new UnsupportedOperationException("measures only");
  }

  @Override
  public String revision() {
    return "surveyor-1";
  }

  @Override
  public void close() {}
}
