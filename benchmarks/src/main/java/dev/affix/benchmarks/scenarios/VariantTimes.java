package dev.affix.benchmarks.scenarios;

import dev.affix.benchmarks.bed.Pictures;
import dev.affix.benchmarks.bed.Progress;
import dev.affix.image.ImageProcessor;
import dev.affix.image.ImageProperties;
import dev.affix.image.TransformedImage;
import dev.affix.vips.DirectVips;
import dev.affix.vips.IsolatedVips;
import dev.affix.vips.VipsImageProcessor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes variants of a photograph, an icon and an animation; beside libvips called directly in the
 * same process, beside image processes of their own, and beside other ways.
 */
final class VariantTimes implements Scenario {
  private static final double ROUND_MILLIS = 1_500;

  @Override
  public String name() {
    return "variant";
  }

  @Override
  public void run() throws Exception {
    try (Pictures pictures = Pictures.open();
        VipsImageProcessor processor = VipsImageProcessor.builder().threads(2).build();
        IsolatedVips isolated = VipsImageProcessor.isolated().processes(2).build()) {
      var direct = new DirectVips();
      Path scratch = Files.createTempDirectory("affix-bench-variant");
      for (VariantCase variant : VariantCase.all(pictures)) {
        measure(processor, isolated, direct, variant, target(scratch, variant));
      }
      measurePeers(pictures, scratch);
      Files.delete(scratch);
    }
  }

  private static void measurePeers(Pictures pictures, Path scratch) throws Exception {
    for (VariantPeer present : VariantPeer.present()) {
      try (VariantPeer peer = present) {
        for (VariantCase variant : VariantCase.all(pictures)) {
          if (peer.can(variant)) {
            Path target = target(scratch, variant);
            double millis = median(variant, () -> peer.checked(variant, target));
            Lines.print(variant.line() + "_" + peer.suffix(), millis, "ms");
          }
        }
      }
    }
    for (VariantCase variant : VariantCase.all(pictures)) {
      Files.deleteIfExists(target(scratch, variant));
    }
  }

  private interface Make {
    void run() throws Exception;
  }

  private static void measure(
      VipsImageProcessor processor,
      IsolatedVips isolated,
      DirectVips direct,
      VariantCase variant,
      Path target)
      throws Exception {
    check(processor, transform(processor, variant), variant);
    check(processor, transform(isolated, variant), variant);
    Make ours = () -> transform(processor, variant);
    Make apart = () -> transform(isolated, variant);
    Make limit =
        () ->
            direct.thumbnail(
                variant.file(),
                variant.frames(),
                variant.box(),
                variant.box(),
                variant.format(),
                target);
    int runs = runs(ours);
    double[] oursMillis = new double[ROUNDS];
    double[] limitMillis = new double[ROUNDS];
    double[] apartMillis = new double[ROUNDS];
    repeat(limit, runs);
    repeat(apart, runs);
    for (int i = 0; i < ROUNDS; i++) {
      oursMillis[i] = repeat(ours, runs);
      limitMillis[i] = repeat(limit, runs);
      apartMillis[i] = repeat(apart, runs);
      Progress.say(
          "%s round %d: %.2f ms of %.2f, isolated %.2f"
              .formatted(variant.line(), i + 1, oursMillis[i], limitMillis[i], apartMillis[i]));
    }
    Lines.print(variant.line() + "_isolated", Lines.median(apartMillis), "ms");
    Lines.time(variant.line(), Lines.median(oursMillis), Lines.median(limitMillis), "ms");
    Lines.print(variant.line() + "_rss", Cpu.residentMebibytes(), "MiB");
    Lines.print(variant.line() + "_1_thread", 1_000 / Lines.median(oursMillis), "items/s");
    double[] rates = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      rates[i] = 2 * runs / Parallel.seconds(2, 2 * runs, n -> ours.run());
    }
    Lines.print(variant.line() + "_2_threads", Lines.median(rates), "items/s");
  }

  private static TransformedImage transform(ImageProcessor processor, VariantCase variant) {
    return processor.transform(() -> Files.newInputStream(variant.file()), variant.variation());
  }

  private static void check(
      VipsImageProcessor processor, TransformedImage image, VariantCase variant) {
    ImageProperties made = processor.analyze(() -> new ByteArrayInputStream(image.bytes()));
    ImageProperties source = processor.analyze(() -> Files.newInputStream(variant.file()));
    int expected = Math.min(variant.box(), Math.max(source.width(), source.height()));
    if (Math.max(made.width(), made.height()) != expected
        || (variant.frames() && made.frames() != source.frames())) {
      throw new IllegalStateException(
          "%s became %s instead of %d a side".formatted(variant, made, expected));
    }
  }

  private static Path target(Path folder, VariantCase variant) {
    return folder.resolve("out." + variant.format().extension());
  }

  /** Warms up, and tells how many make a round. */
  private static int runs(Make make) throws Exception {
    double first = repeat(make, 2);
    double millis = repeat(make, Math.clamp((long) (1_000 / first), 2, 500));
    return Settings.items(Math.clamp((long) (ROUND_MILLIS / millis), 3, 1_000));
  }

  private static double median(VariantCase variant, Make make) throws Exception {
    double first = repeat(make, 2);
    int runs = Math.clamp((long) (1_000 / first), 2, 200);
    double[] millis = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      millis[i] = repeat(make, runs);
    }
    Progress.say("%s peer: %.2f ms".formatted(variant.line(), Lines.median(millis)));
    return Lines.median(millis);
  }

  private static double repeat(Make make, int times) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      try {
        make.run();
      } catch (Exception e) {
        throw new IOException("A variant failed", e);
      }
    }
    return (System.nanoTime() - start) / 1e6 / times;
  }
}
