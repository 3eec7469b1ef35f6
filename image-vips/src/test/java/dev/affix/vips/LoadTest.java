package dev.affix.vips;

import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Transformation;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LoadTest {
  private static final Variation THUMBNAIL = Variation.of(Variation.resizeToFill(40, 40));

  @Test
  void virtualThreadsGetTheSameBytesAtOnce() throws Exception {
    List<byte[]> originals = originals();
    try (var vips = VipsImageProcessor.create();
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<byte[]> expected =
          originals.stream().map(o -> vips.transform(source(o), THUMBNAIL).bytes()).toList();
      List<Future<Boolean>> checks = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        Callable<Boolean> check =
            () -> {
              for (int i = 0; i < 24; i++) {
                int which = i % originals.size();
                TransformedImage result = vips.transform(source(originals.get(which)), THUMBNAIL);
                if (!Arrays.equals(result.bytes(), expected.get(which))) {
                  return false;
                }
              }
              return true;
            };
        checks.add(callers.submit(check));
      }
      for (Future<Boolean> check : checks) {
        assertThat(check.get()).isTrue();
      }
    }
  }

  @Test
  void nothingIsLeftAfterHundredsOfVariantsAndFaults() {
    Engine engine = LibraryFinder.find(null);
    List<byte[]> originals = originals();
    var formats = List.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.GIF, ImageFormat.WEBP);
    try (var vips = VipsImageProcessor.create()) {
      for (int i = 0; i < 300; i++) {
        byte[] original = originals.get(i % originals.size());
        ImageFormat format = formats.get(i % formats.size());
        vips.transform(
            source(original), Variation.of(Variation.resizeToLimit(30, 30), format(format)));
        vips.analyze(source(original));
        // The TIFF, since half an animation is a shorter one.
        byte[] half = Arrays.copyOf(originals.getLast(), 1_000 + i);
        assertThatThrownBy(() -> vips.transform(source(half), THUMBNAIL))
            .isInstanceOf(InvalidImageException.class);
      }
    }
    awaitNothingHeld(engine);
    assertThat(engine.vips.trackedMemory()).isZero();
    assertThat(engine.vips.trackedAllocations()).isZero();
    assertThat(engine.vips.trackedFiles()).isZero();
    assertThat(engine.upcalls.connected()).isZero();
  }

  @Test
  void turnsAwayWhatTheQueueCannotHold() throws Exception {
    byte[] png = Pictures.png(Pictures.plain(8, 8, Color.RED));
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var vips = VipsImageProcessor.builder().threads(1).queueLength(1).build();
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<TransformedImage> running =
          callers.submit(() -> vips.transform(held(png, started, release), THUMBNAIL));
      started.await();
      Future<TransformedImage> first = callers.submit(() -> vips.transform(source(png), THUMBNAIL));
      Future<TransformedImage> second =
          callers.submit(() -> vips.transform(source(png), THUMBNAIL));
      // One of the two waits, the other is turned away at once.
      while (!first.isDone() && !second.isDone()) {
        Thread.onSpinWait();
      }
      boolean firstTurnedAway = first.isDone();
      assertThatThrownBy(() -> (firstTurnedAway ? first : second).get())
          .cause()
          .isInstanceOf(ImageProcessingException.class)
          .hasMessageContaining("1 pictures are waiting");
      release.countDown();
      assertThat(running.get().width()).isEqualTo(40);
      assertThat((firstTurnedAway ? second : first).get().width()).isEqualTo(40);
    }
  }

  @Test
  void givesUpAfterItsTimeAndGoesOnWithTheNext() throws Exception {
    byte[] png = Pictures.png(Pictures.plain(8, 8, Color.RED));
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var vips =
        VipsImageProcessor.builder()
            .threads(1)
            .limits(VipsLimits.defaults().withTime(Duration.ofMillis(300)))
            .build()) {
      assertThatThrownBy(() -> vips.transform(held(png, started, release), THUMBNAIL))
          .isInstanceOf(ImageProcessingException.class)
          .hasMessageContaining("longer than PT0.3S");
      // Still waiting for a thread when its time is over: never begins.
      ImageSource untouched =
          () -> {
            throw new AssertionError("begun too late");
          };
      assertThatThrownBy(() -> vips.transform(untouched, THUMBNAIL))
          .isInstanceOf(ImageProcessingException.class)
          .hasNoSuppressedExceptions()
          .hasMessageContaining("longer than");
      release.countDown();
    }
  }

  /** The picture is not to blame, and whoever waits for it does not wait for its source. */
  @Test
  void aSourceThatDoesNotGoOnIsGivenUpInTime() throws Exception {
    byte[] jpeg = Pictures.jpeg(Pictures.photo(600, 600));
    var release = new CountDownLatch(1);
    ImageSource stuck =
        () ->
            new SequenceInputStream(
                new ByteArrayInputStream(jpeg, 0, 4_000), blockedUntil(release));
    try (var vips =
        VipsImageProcessor.builder()
            .threads(1)
            .limits(VipsLimits.defaults().withTime(Duration.ofMillis(300)))
            .build()) {
      assertThatThrownBy(() -> vips.transform(stuck, THUMBNAIL))
          .isInstanceOf(ImageProcessingException.class)
          .hasMessageContaining("longer than PT0.3S, most of it waiting");
      assertThat(release.getCount()).as("nobody let it go on").isOne();
      release.countDown();
    }
  }

  private static InputStream blockedUntil(CountDownLatch release) {
    return new InputStream() {
      @Override
      public int read(byte[] bytes, int offset, int length) {
        return read();
      }

      @Override
      public int read() {
        try {
          release.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return -1;
      }
    };
  }

  @Test
  void stopsDecodingWhenItsTimeIsOver() {
    byte[] gif = Pictures.gif(600, 600, 5, colours(60));
    Engine engine = LibraryFinder.find(null);
    try (var vips =
        VipsImageProcessor.builder()
            .threads(1)
            .limits(VipsLimits.defaults().withTime(Duration.ofMillis(60)))
            .build()) {
      assertThatThrownBy(
              () -> vips.transform(source(gif), Variation.of(Variation.resizeToFill(590, 590))))
          .isInstanceOf(ImageCrashException.class)
          .hasMessageContaining("longer than");
    }
    awaitNothingHeld(engine);
    assertThat(engine.vips.trackedAllocations()).isZero();
  }

  @Test
  void interruptionIsToldAndKept() throws Exception {
    byte[] png = Pictures.png(Pictures.plain(8, 8, Color.RED));
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var seen = new ArrayList<Object>();
    try (var vips = VipsImageProcessor.builder().threads(1).build()) {
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  vips.transform(held(png, started, release), THUMBNAIL);
                } catch (ImageProcessingException e) {
                  seen.add(e.getMessage());
                  seen.add(Thread.currentThread().isInterrupted());
                }
              });
      started.await();
      caller.interrupt();
      caller.join();
      release.countDown();
    }
    assertThat(seen).containsExactly("Interrupted while waiting for the picture", true);
  }

  @Test
  void afterCloseCallsFail() {
    var vips = VipsImageProcessor.create();
    vips.close();
    assertThatThrownBy(() -> vips.analyze(source(new byte[1])))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  /** libvips' own threads let go of their buffers a moment after a failure. */
  private static void awaitNothingHeld(Engine engine) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (engine.vips.trackedAllocations() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static Transformation format(ImageFormat format) {
    return Variation.format(format);
  }

  private static List<byte[]> originals() {
    return List.of(
        Exif.inJpeg(Pictures.jpeg(Pictures.photo(400, 300)), 6),
        Pictures.png(Pictures.halfTransparent(120, 90)),
        Pictures.gif(50, 40, 5, Color.RED, Color.BLUE, Color.GREEN),
        Pictures.encode(Pictures.photo(100, 70), "tiff"));
  }

  private static Color[] colours(int count) {
    Color[] colours = new Color[count];
    for (int i = 0; i < count; i++) {
      colours[i] = new Color(i * 4, 255 - i * 4, 128);
    }
    return colours;
  }

  /** A picture whose first byte comes when the latch opens. */
  private static ImageSource held(byte[] bytes, CountDownLatch started, CountDownLatch release) {
    return () -> {
      started.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new ByteArrayInputStream(bytes);
    };
  }
}
