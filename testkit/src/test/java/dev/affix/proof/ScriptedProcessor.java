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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads its source and says how long it was; fails or pauses as told. */
final class ScriptedProcessor implements ImageProcessor {
  final AtomicInteger runs = new AtomicInteger();
  volatile @Nullable RuntimeException failure;
  volatile Predicate<Variation> refuses = variation -> false;
  volatile Runnable meanwhile = () -> {};

  @Override
  public TransformedImage transform(ImageSource source, Variation variation) {
    runs.incrementAndGet();
    if (refuses.test(variation)) {
      throw new InvalidImageException("not this recipe");
    }
    RuntimeException fault = failure;
    if (fault != null) {
      throw fault;
    }
    try (InputStream in = source.open()) {
      int length = in.readAllBytes().length;
      meanwhile.run();
      return new TransformedImage(
          ("made of " + length).getBytes(StandardCharsets.UTF_8), ImageFormat.PNG, 3, 4);
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
    return "scripted-1";
  }

  @Override
  public void close() {}
}
