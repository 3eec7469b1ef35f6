package dev.affix.benchmarks.torture;

import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProcessor;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import dev.affix.vips.VipsImageProcessor;
import dev.affix.vips.VipsLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Works through files of one seed: {@code SEED FROM COUNT}. Says {@code begin N KIND} and then
 * {@code made}, {@code refused} or {@code broken WHY} for each, {@code memory WHY} if it holds more
 * in the end than it may, and {@code end}.
 */
final class ImagesWorker {
  private static final int SIDE = 60;
  private static final Path STATUS = Path.of("/proc/self/status");

  /** What one file may add to the highest mark, and all files together to what stays. */
  private static final long MEBIBYTES = 200;

  private static final List<Variation> RECIPES =
      List.of(
          Variation.of(Variation.resizeToLimit(SIDE, SIDE), Variation.format(ImageFormat.JPEG)),
          Variation.of(Variation.resizeToFill(SIDE, SIDE), Variation.format(ImageFormat.WEBP)),
          Variation.of(Variation.resizeToLimit(SIDE, SIDE)));

  private final ImageProcessor processor;
  private final HostileFiles files;
  private final PrintStream out;

  private ImagesWorker(ImageProcessor processor, HostileFiles files, PrintStream out) {
    this.processor = processor;
    this.files = files;
    this.out = out;
  }

  public static void main(String[] words) throws IOException {
    long seed = Long.parseLong(words[0]);
    int from = Integer.parseInt(words[1]);
    int count = Integer.parseInt(words[2]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    VipsLimits limits = VipsLimits.defaults().withTime(Duration.ofSeconds(60));
    try (var processor = VipsImageProcessor.builder().threads(1).limits(limits).build()) {
      new ImagesWorker(processor, HostileFiles.of(processor), out).work(seed, from, count);
    }
    out.println("end");
    System.exit(0);
  }

  private void work(long seed, int from, int count) throws IOException {
    warmUp();
    long before = mebibytes("VmRSS");
    for (int i = from; i < count; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      HostileFiles.Sample sample = files.sample(random);
      out.println("begin " + i + " " + sample.kind());
      out.println(attempt(sample.bytes(), random));
    }
    long grown = mebibytes("VmRSS") - before;
    long peak = mebibytes("VmHWM") - before;
    if (grown > MEBIBYTES || peak > 2 * MEBIBYTES) {
      out.println(
          "memory: %d files left %d MiB behind, %d at the highest".formatted(count, grown, peak));
    }
  }

  /** So that code, heap and tables of libvips are there before memory is looked at. */
  private void warmUp() {
    Random random = new Random(0);
    for (int i = 0; i < 100; i++) {
      attempt(files.sample(random).bytes(), random);
    }
  }

  private String attempt(byte[] bytes, Random random) {
    ImageSource source = () -> new ByteArrayInputStream(bytes);
    try {
      switch (random.nextInt(5)) {
        case 0 -> {
          int width = processor.analyze(source).width();
          if (width < 1) {
            return "broken a width of " + width;
          }
        }
        case 1 -> processor.placeholder(source);
        default -> {
          TransformedImage image =
              processor.transform(source, RECIPES.get(random.nextInt(RECIPES.size())));
          if (Math.max(image.width(), image.height()) > SIDE || image.bytes().length == 0) {
            return "broken a result of %dx%d pixels and %d bytes"
                .formatted(image.width(), image.height(), image.bytes().length);
          }
        }
      }
      return "made";
    } catch (InvalidImageException e) {
      return "refused";
    } catch (RuntimeException | Error e) {
      return "broken " + e.toString().replace('\n', ' ');
    }
  }

  private static long mebibytes(String field) throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try (InputStream in = Files.newInputStream(STATUS)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(0);
    }
  }
}
