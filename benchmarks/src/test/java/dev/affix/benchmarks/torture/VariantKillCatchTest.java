package dev.affix.benchmarks.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessor;
import dev.affix.image.ImageProperties;
import dev.affix.image.ImageSource;
import dev.affix.image.Placeholder;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import dev.affix.vips.VipsImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each fault made here on purpose must be found by variant-kill. */
class VariantKillCatchTest {
  private static final int COUNT = 40;

  @Test
  void nothingIsFoundWhereAllIsWellButTheProcesses() throws Exception {
    assertThat(broken(Supplier::get)).containsExactly("there are 0 processes instead of 2");
  }

  @Test
  void wrongBytesAreFound() throws Exception {
    assertThat(
            broken(making -> {
              TransformedImage image = making.get();
              byte[] bytes = image.bytes().clone();
              bytes[bytes.length / 2] ^= 1;
              return new TransformedImage(bytes, image.format(), image.width(), image.height());
            }))
        .anyMatch(fault -> fault.contains("came out other"));
  }

  @Test
  void otherFailuresAreFound() throws Exception {
    assertThat(
            broken(making -> {
              throw new IllegalStateException("not told");
            }))
        .anyMatch(fault -> fault.contains("failed otherwise than by a crash"));
  }

  @Test
  void crashesWithoutEndAreFound() throws Exception {
    assertThat(
            broken(making -> {
              throw new ImageCrashException("again", null);
            }))
        .anyMatch(fault -> fault.contains("was not made in"));
  }

  @Test
  void crashesNowAndThenAreNone() throws Exception {
    var times = new AtomicInteger();
    assertThat(
            broken(making -> {
              if (times.incrementAndGet() % 3 == 0) {
                throw new ImageCrashException("now and then", null);
              }
              return making.get();
            }))
        .containsExactly("there are 0 processes instead of 2");
  }

  @Test
  void openFilesAreFound() throws Exception {
    if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
      return;
    }
    List<AutoCloseable> open = new ArrayList<>();
    try {
      assertThat(
              broken(making -> {
                try {
                  synchronized (open) {
                    open.add(Files.newInputStream(Path.of("/proc/self/status")));
                  }
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
                return making.get();
              }))
          .anyMatch(fault -> fault.contains("files are open"));
    } finally {
      for (AutoCloseable file : open) {
        file.close();
      }
    }
  }

  private static List<String> broken(Fault fault) throws Exception {
    try (var here = VipsImageProcessor.create()) {
      return new VariantKill()
          .attack(new Faulty(here, fault), List::of, COUNT, 1, Duration.ofMillis(10))
          .broken();
    }
  }

  /** Makes a variant, or something else. */
  @FunctionalInterface
  private interface Fault {
    TransformedImage make(Supplier<TransformedImage> making);
  }

  private record Faulty(ImageProcessor good, Fault fault) implements ImageProcessor {
    @Override
    public TransformedImage transform(ImageSource source, Variation variation) {
      return fault.make(() -> good.transform(source, variation));
    }

    @Override
    public ImageProperties analyze(ImageSource source) {
      return good.analyze(source);
    }

    @Override
    public Placeholder placeholder(ImageSource source) {
      return good.placeholder(source);
    }

    @Override
    public String revision() {
      return good.revision();
    }

    @Override
    public void close() {}
  }
}
