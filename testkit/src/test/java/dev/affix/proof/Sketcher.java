package dev.affix.proof;

import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProcessor;
import dev.affix.image.ImageProperties;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Placeholder;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Makes variants that tell what they were made of. */
final class Sketcher implements ImageProcessor {
  volatile boolean refusing;

  static byte[] of(byte[] original) {
    return ("sketch of " + java.util.Arrays.hashCode(original)).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public TransformedImage transform(ImageSource source, Variation variation) {
    if (refusing) {
      throw new InvalidImageException("no picture");
    }
    try (InputStream in = source.open()) {
      return new TransformedImage(of(in.readAllBytes()), ImageFormat.PNG, 3, 4);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ImageProperties analyze(ImageSource source) {
    return new ImageProperties(3, 4, 1, false);
  }

  @Override
  public Placeholder placeholder(ImageSource source) {
    return Placeholder.of(1, 1, new byte[] {1, 2, 3, -1});
  }

  @Override
  public String revision() {
    return "sketcher-1";
  }

  @Override
  public void close() {}
}
