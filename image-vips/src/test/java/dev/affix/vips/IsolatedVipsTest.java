package dev.affix.vips;

import static dev.affix.image.Variation.background;
import static dev.affix.image.Variation.blur;
import static dev.affix.image.Variation.crop;
import static dev.affix.image.Variation.format;
import static dev.affix.image.Variation.grayscale;
import static dev.affix.image.Variation.quality;
import static dev.affix.image.Variation.resizeAndPad;
import static dev.affix.image.Variation.resizeToFill;
import static dev.affix.image.Variation.resizeToLimit;
import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.affix.AffixException;
import dev.affix.image.Colour;
import dev.affix.image.Gravity;
import dev.affix.image.ImageFormat;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import dev.affix.image.TransformedImage;
import dev.affix.image.Variation;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In processes of its own it does what it does in this one. */
@Timeout(240)
class IsolatedVipsTest {
  private static final VipsImageProcessor HERE = VipsImageProcessor.create();
  private static final IsolatedVips THERE = VipsImageProcessor.isolated().processes(2).build();
  private static final Variation THUMBNAIL = Variation.of(resizeToLimit(40, 40));

  @AfterAll
  static void close() {
    HERE.close();
    THERE.close();
  }

  @Test
  void makesTheSameBytes() {
    List<Variation> recipes =
        List.of(
            THUMBNAIL,
            Variation.of(resizeToFill(33, 50, Gravity.Rule.ATTENTION), format(ImageFormat.WEBP)),
            Variation.of(resizeToFill(20, 20, new Gravity.FocalPoint(10, 90)), quality(60)),
            Variation.of(
                crop(3, 5, 30, 30), resizeAndPad(50, 20), background(Colour.of("#336699"))),
            Variation.of(grayscale(), blur(1.25), format(ImageFormat.JPEG)));
    for (byte[] original : originals()) {
      for (Variation recipe : recipes) {
        TransformedImage here = HERE.transform(source(original), recipe);
        TransformedImage there = THERE.transform(source(original), recipe);
        assertThat(there.bytes()).as(recipe.canonical()).isEqualTo(here.bytes());
        assertThat(List.of(there.format(), there.width(), there.height()))
            .isEqualTo(List.of(here.format(), here.width(), here.height()));
      }
      assertThat(THERE.analyze(source(original))).isEqualTo(HERE.analyze(source(original)));
    }
  }

  @Test
  void tellsTheSameOfAPicture() {
    for (byte[] original : originals()) {
      assertThat(THERE.analyze(source(original))).isEqualTo(HERE.analyze(source(original)));
      assertThat(THERE.placeholder(source(original))).isEqualTo(HERE.placeholder(source(original)));
    }
  }

  @Test
  void refusesTheSameInTheSameWords() {
    byte[] jpeg = Pictures.jpeg(Pictures.photo(400, 300));
    byte[] scans = ScanBomb.of(500);
    byte[] pages = new TiffFile(ByteOrder.BIG_ENDIAN, 5_000).bytes();
    Variation outside = Variation.of(crop(390, 0, 20, 20));
    assertThat(refusal(new byte[0], THUMBNAIL)).contains("empty");
    assertThat(refusal(new byte[] {1, 2, 3}, THUMBNAIL)).contains("not a JPEG");
    assertThat(refusal(Arrays.copyOf(jpeg, jpeg.length / 2), THUMBNAIL)).contains("broken");
    assertThat(refusal(scans, THUMBNAIL)).contains("scans");
    assertThat(refusal(pages, THUMBNAIL)).contains("4096 pages");
    assertThat(refusal(jpeg, outside)).isNotEmpty();
  }

  private static String refusal(byte[] picture, Variation recipe) {
    Throwable here = catchThrowable(() -> HERE.transform(source(picture), recipe));
    Throwable there = catchThrowable(() -> THERE.transform(source(picture), recipe));
    assertThat(here).isInstanceOf(InvalidImageException.class);
    assertThat(there).isInstanceOf(InvalidImageException.class).hasMessage(here.getMessage());
    return String.valueOf(there.getMessage());
  }

  @Test
  void itsLimitsAreTheSame() {
    var limits = VipsLimits.defaults().withPixels(1_000, 1_000).withResult(100, 5_000, 700);
    byte[] large = Pictures.png(Pictures.photo(40, 40));
    byte[] small = Pictures.png(Pictures.photo(30, 30));
    try (var here = VipsImageProcessor.builder().limits(limits).build();
        var there = VipsImageProcessor.isolated().processes(1).limits(limits).build()) {
      assertThat(there.revision()).isEqualTo(here.revision()).isNotEqualTo(HERE.revision());
      assertThatThrownBy(() -> there.transform(source(large), THUMBNAIL))
          .isInstanceOf(InvalidImageException.class)
          .hasMessageContaining("1600 pixels, allowed are 1000");
      assertThatThrownBy(() -> there.transform(source(small), THUMBNAIL))
          .isInstanceOf(InvalidImageException.class)
          .hasMessageContaining("700 bytes allowed (resultBytes)");
    }
  }

  @Test
  void itReadsNoOtherTypesAndNoLongerSides() {
    var limits = VipsLimits.defaults().withSources("image/png", "image/webp").withSourceSide(300);
    byte[] jpeg = Pictures.jpeg(Pictures.photo(40, 40));
    byte[] broken = Arrays.copyOf(jpeg, 30);
    byte[] wide = Pictures.png(Pictures.plain(301, 2, Color.RED));
    byte[] good = Pictures.png(Pictures.plain(300, 300, Color.RED));
    try (var vips = VipsImageProcessor.isolated().processes(1).limits(limits).build()) {
      for (byte[] picture : new byte[][] {jpeg, broken}) {
        assertThatThrownBy(() -> vips.transform(source(picture), THUMBNAIL))
            .isInstanceOf(InvalidImageException.class)
            .hasMessageContaining("image/jpeg pictures are not read here, only [image/png, image/");
      }
      assertThatThrownBy(() -> vips.analyze(source(jpeg))).hasMessageContaining("not read here");
      assertThatThrownBy(() -> vips.transform(source(wide), THUMBNAIL))
          .isInstanceOf(InvalidImageException.class)
          .hasMessageContaining("301 pixels a side (sourceSide), allowed are 300");
      assertThat(vips.transform(source(good), THUMBNAIL).width()).isEqualTo(40);
    }
  }

  @Test
  void itsRevisionIsTheSame() {
    assertThat(THERE.revision()).isEqualTo(HERE.revision());
    assertThat(THERE.doctor())
        .startsWith("libvips ")
        .contains("image processes: at most 2, now [" + THERE.handles().getFirst().pid());
  }

  /** Faults of an old libheif end an image process and nothing else. */
  @Test
  void readsAvifWithEveryLibrary() {
    byte[] png = Pictures.png(Pictures.plain(30, 20, Color.RED));
    byte[] avif = THERE.transform(source(png), Variation.of(format(ImageFormat.AVIF))).bytes();
    TransformedImage back =
        THERE.transform(source(avif), Variation.of(format(ImageFormat.PNG), resizeToLimit(15, 15)));
    assertThat(back.width()).isEqualTo(15);
    Results.assertColour(Pictures.decode(back.bytes()), 7, 5, Color.RED, 12);
  }

  @Test
  void whatTheStreamThrowsIsTheCause() {
    byte[] bytes = Pictures.jpeg(Pictures.photo(600, 600));
    for (Throwable fault :
        new Throwable[] {
          new IOException("gone"), new IllegalStateException("gone"), new StackOverflowError("gone")
        }) {
      for (int good : new int[] {0, 100, bytes.length / 2}) {
        assertThatThrownBy(() -> THERE.transform(failing(bytes, good, fault), THUMBNAIL))
            .isInstanceOf(ImageProcessingException.class)
            .hasMessageContaining("could not be read")
            .cause()
            .isSameAs(fault);
        assertThatThrownBy(() -> THERE.analyze(failing(bytes, 0, fault))).cause().isSameAs(fault);
      }
    }
    var refused = new InvalidImageException("not this one");
    assertThatThrownBy(() -> THERE.transform(failing(bytes, 100, refused), THUMBNAIL))
        .isSameAs(refused);
    assertThat(THERE.transform(source(bytes), THUMBNAIL).width()).isEqualTo(40);
  }

  @Test
  void streamsAreOpenedOnceAndClosedOnceAndReadNoFurtherThanNeeded() {
    byte[] good = Pictures.jpeg(Pictures.photo(300, 200));
    var opened = new AtomicInteger();
    var closed = new AtomicInteger();
    THERE.transform(counting(good, opened, closed), THUMBNAIL);
    THERE.analyze(counting(good, opened, closed));
    for (byte[] bad : new byte[][] {{}, {1, 2, 3}, Arrays.copyOf(good, 700)}) {
      assertThatThrownBy(() -> THERE.transform(counting(bad, opened, closed), THUMBNAIL))
          .isNotNull();
    }
    assertThat(opened).hasValue(5);
    assertThat(closed).hasValue(5);
  }

  /** It is refused by its first bytes; nobody waits for the others, or pushes them. */
  @Test
  void aSourceWithoutEndIsAnsweredByWhatComesFirst() {
    ImageSource zeros =
        () ->
            new InputStream() {
              @Override
              public int read() {
                return 0;
              }

              @Override
              public int available() {
                return 1;
              }
            };
    assertThatThrownBy(() -> THERE.transform(zeros, THUMBNAIL))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("not a JPEG");
    byte[] png = Pictures.png(Pictures.photo(300, 300));
    assertThat(THERE.analyze(() -> new Endless(png)).width()).isEqualTo(300);
  }

  private static final class Endless extends InputStream {
    private final byte[] begin;
    private int at;

    Endless(byte[] begin) {
      this.begin = begin;
    }

    @Override
    public int read() {
      return at < begin.length ? begin[at++] & 0xff : 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      for (int i = 0; i < length; i++) {
        buffer[offset + i] = (byte) read();
      }
      return length;
    }
  }

  @Test
  void streamsMayGiveOneByteAtATime() {
    byte[] bytes = Pictures.png(Pictures.photo(20, 20));
    ImageSource slow =
        () ->
            new FilterInputStream(new ByteArrayInputStream(bytes)) {
              @Override
              public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(1, length));
              }

              @Override
              public int available() {
                return 0;
              }
            };
    assertThat(THERE.transform(slow, THUMBNAIL).bytes())
        .isEqualTo(HERE.transform(source(bytes), THUMBNAIL).bytes());
  }

  @Test
  void manyVirtualThreadsGetTheirPictures() throws Exception {
    List<byte[]> originals = originals();
    List<byte[]> expected =
        originals.stream().map(o -> HERE.transform(source(o), THUMBNAIL).bytes()).toList();
    List<Future<TransformedImage>> made = new ArrayList<>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        byte[] original = originals.get(i % originals.size());
        made.add(callers.submit(() -> THERE.transform(source(original), THUMBNAIL)));
      }
    }
    for (int i = 0; i < made.size(); i++) {
      assertThat(made.get(i).get().bytes()).isEqualTo(expected.get(i % expected.size()));
    }
    assertThat(THERE.handles()).hasSize(2);
  }

  @Test
  void turnsAwayWhatTheQueueCannotHold() throws Exception {
    byte[] png = Pictures.png(Pictures.plain(8, 8, Color.RED));
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var vips = VipsImageProcessor.isolated().processes(1).queueLength(1).build();
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<TransformedImage> running =
          callers.submit(() ->
              vips.transform(
                  () -> {
                    started.countDown();
                    await(release);
                    return new ByteArrayInputStream(png);
                  },
                  THUMBNAIL));
      started.await();
      Future<TransformedImage> first = callers.submit(() -> vips.transform(source(png), THUMBNAIL));
      Future<TransformedImage> second =
          callers.submit(() -> vips.transform(source(png), THUMBNAIL));
      while (!first.isDone() && !second.isDone()) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> (first.isDone() ? first : second).get())
          .cause()
          .isInstanceOf(ImageProcessingException.class)
          .hasMessageContaining("1 pictures are waiting");
      release.countDown();
      assertThat(running.get().width()).isEqualTo(8);
    }
  }

  @Test
  void afterCloseCallsFailAndThereAreNoProcesses() {
    var vips = VipsImageProcessor.isolated().processes(1).build();
    ProcessHandle process = vips.handles().getFirst();
    assertThat(process.isAlive()).isTrue();
    vips.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(vips.handles()).noneMatch(ProcessHandle::isAlive);
    assertThatThrownBy(() -> vips.analyze(source(new byte[1])))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    vips.close();
  }

  @Test
  void aMissingLibraryIsToldAtOnce(@TempDir Path folder) {
    assertThatThrownBy(() -> VipsImageProcessor.isolated().library(folder).build())
        .isInstanceOf(AffixException.class)
        .hasMessageStartingWith("libvips 8.13 or newer was not found")
        .hasMessageContaining("'" + folder + "': a folder without libvips")
        .hasMessageContaining("apt-get install");
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    IsolatedVips.Builder builder = VipsImageProcessor.isolated();
    assertThatThrownBy(() -> builder.processes(0)).hasMessageContaining("processes");
    assertThatThrownBy(() -> builder.queueLength(-1)).hasMessageContaining("queueLength");
    assertThatThrownBy(() -> builder.memory(1_000)).hasMessageContaining("memory");
  }

  private static List<byte[]> originals() {
    return List.of(
        Exif.inJpeg(Pictures.jpeg(Pictures.photo(400, 300)), 6),
        Pictures.png(Pictures.halfTransparent(120, 90)),
        Pictures.gif(50, 40, 5, Color.RED, Color.BLUE, Color.GREEN),
        Pictures.encode(Pictures.photo(100, 70), "tiff"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ImageSource failing(byte[] bytes, int good, Throwable fault) {
    return () ->
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            if (at < good) {
              return bytes[at++] & 0xff;
            }
            switch (fault) {
              case IOException e -> throw e;
              case RuntimeException e -> throw e;
              default -> throw (Error) fault;
            }
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            buffer[offset] = (byte) read();
            return 1;
          }
        };
  }

  private static ImageSource counting(byte[] bytes, AtomicInteger opened, AtomicInteger closed) {
    return () -> {
      opened.incrementAndGet();
      return new ByteArrayInputStream(bytes) {
        @Override
        public void close() {
          closed.incrementAndGet();
        }
      };
    };
  }
}
