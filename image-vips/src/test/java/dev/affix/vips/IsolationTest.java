package dev.affix.vips;

import static dev.affix.vips.Results.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.affix.image.ImageCrashException;
import dev.affix.image.ImageProcessingException;
import dev.affix.image.ImageSource;
import dev.affix.image.InvalidImageException;
import dev.affix.image.Variation;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends or stops an image process costs one picture. */
@Timeout(240)
class IsolationTest {
  private static final Variation THUMBNAIL = Variation.of(Variation.resizeToLimit(40, 40));
  private static final byte[] JPEG = Pictures.jpeg(Pictures.photo(600, 600));

  @ParameterizedTest
  @ValueSource(strings = {"SEGV", "KILL", "ABRT"})
  void aProcessThatDiesOfAPictureCostsThatPicture(String signal) {
    Path folder;
    try (var vips = VipsImageProcessor.isolated().processes(1).build()) {
      ProcessHandle process = vips.handles().getFirst();
      folder = folder(process);
      ImageSource deadly =
          () -> {
            Signals.endBy(signal, process);
            return new ByteArrayInputStream(JPEG);
          };
      assertThatThrownBy(() -> vips.transform(deadly, THUMBNAIL))
          .isInstanceOf(ImageCrashException.class)
          .hasMessageContaining("did not survive the picture: it ended with exit code");
      assertThat(vips.transform(source(JPEG), THUMBNAIL).width()).isEqualTo(40);
      assertThat(vips.handles()).hasSize(1).doesNotContain(process);
    }
    assertThat(folder).doesNotExist();
  }

  /** Stopped, it neither works nor answers, as one that runs in circles. */
  @Test
  void aProcessThatDoesNotComeToAnEndIsKilledInTime() {
    try (var vips = impatient(Duration.ofSeconds(4))) {
      ProcessHandle process = vips.handles().getFirst();
      ImageSource stopping =
          () -> {
            Signals.send("STOP", process);
            return new ByteArrayInputStream(JPEG);
          };
      assertThatThrownBy(() -> vips.transform(stopping, THUMBNAIL))
          .isInstanceOf(ImageCrashException.class)
          .hasMessage("The picture took longer than PT4S");
      process.onExit().join();
      assertThat(vips.analyze(source(JPEG)).width()).isEqualTo(600);
    }
  }

  @Test
  void aSourceThatDoesNotGoOnIsNotThePicturesFault() {
    var release = new CountDownLatch(1);
    ImageSource stuck =
        () ->
            new InputStream() {
              private int at;

              @Override
              public int read() throws IOException {
                if (at == 300) {
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    throw new IOException(e);
                  }
                }
                return JPEG[at++] & 0xff;
              }

              @Override
              public int read(byte[] buffer, int offset, int length) throws IOException {
                buffer[offset] = (byte) read();
                return 1;
              }
            };
    try (var vips = impatient(Duration.ofSeconds(3))) {
      assertThatThrownBy(() -> vips.transform(stuck, THUMBNAIL))
          .isInstanceOf(ImageProcessingException.class)
          .hasMessageContaining("longer than PT3S, most of it waiting");
      assertThat(release.getCount()).as("nobody let it go on").isOne();
      release.countDown();
      assertThat(vips.analyze(source(JPEG)).width()).isEqualTo(600);
    }
  }

  @Test
  void interruptionFreesTheCallerAndTheProcess() throws Exception {
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var vips = VipsImageProcessor.isolated().processes(1).build()) {
      ProcessHandle process = vips.handles().getFirst();
      ImageSource stuck =
          () -> {
            started.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return new ByteArrayInputStream(JPEG);
          };
      var caller =
          Thread.ofVirtual()
              .start(() ->
                  assertThatThrownBy(() -> vips.transform(stuck, THUMBNAIL))
                      .isInstanceOf(ImageProcessingException.class)
                      .hasMessageContaining("Interrupted"));
      started.await();
      caller.interrupt();
      caller.join();
      process.onExit().join();
      release.countDown();
      assertThat(vips.transform(source(JPEG), THUMBNAIL).width()).isEqualTo(40);
    }
  }

  /** The picture that comes next is not the one that killed it. */
  @Test
  void aProcessThatDiesIdleCostsNothingAndIsReplaced() {
    try (var vips = VipsImageProcessor.isolated().processes(1).build()) {
      for (int i = 0; i < 3; i++) {
        Signals.endBy("KILL", vips.handles().getFirst());
        assertThat(vips.transform(source(JPEG), THUMBNAIL).width()).isEqualTo(40);
      }
      ProcessHandle last = vips.handles().getFirst();
      Signals.endBy("KILL", last);
      // Nobody asks for anything, and there is one again.
      while (vips.handles().stream().noneMatch(ProcessHandle::isAlive)) {
        Thread.onSpinWait();
      }
      assertThat(vips.handles()).hasSize(1).doesNotContain(last);
    }
  }

  @Test
  void processesAreReplacedAfterAWhile() {
    try (var vips = VipsImageProcessor.isolated().processes(1).pictures(2).build()) {
      byte[] expected = vips.transform(source(JPEG), THUMBNAIL).bytes();
      Set<Long> pids = new HashSet<>();
      for (int i = 0; i < 6; i++) {
        assertThat(vips.transform(source(JPEG), THUMBNAIL).bytes()).isEqualTo(expected);
        vips.handles().forEach(handle -> pids.add(handle.pid()));
      }
      assertThat(pids).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  /** Signals for the whole service reach the processes before the application is done. */
  @Test
  void signalsForAGroupAreLeftToTheApplication() {
    try (var vips = VipsImageProcessor.isolated().processes(1).build()) {
      ProcessHandle process = vips.handles().getFirst();
      for (String signal : new String[] {"TERM", "INT", "HUP"}) {
        Signals.send(signal, process);
        assertThat(vips.transform(source(JPEG), THUMBNAIL).width()).isEqualTo(40);
      }
      assertThat(vips.handles()).containsExactly(process);
    }
  }

  /** A picture whose coefficients do not fit is refused, or ends its process; no other suffers. */
  @Test
  void memoryIsLimitedOnLinux() throws IOException {
    byte[] large = Pictures.progressive(Pictures.plain(5_500, 5_500, Color.RED));
    // A small result has a small heap, whose room counts, too.
    var limits = VipsLimits.defaults().withResult(1_000, 1_000_000, 1 << 20);
    IsolatedVips.Builder builder = VipsImageProcessor.isolated().processes(1).limits(limits);
    try (var wide = builder.build()) {
      assertThat(wide.transform(source(large), THUMBNAIL).width()).isEqualTo(40);
    }
    try (var narrow = builder.memory(8L << 20).build()) {
      ProcessHandle process = narrow.handles().getFirst();
      Path inForce = Path.of("/proc", Long.toString(process.pid()), "limits");
      if (!Files.exists(inForce)) {
        assertThat(narrow.transform(source(large), THUMBNAIL).width()).isPositive();
        return;
      }
      assertThat(Files.readAllLines(inForce))
          .filteredOn(line -> line.startsWith("Max data size"))
          .singleElement()
          .asString()
          .doesNotContain("unlimited");
      assertThatThrownBy(() -> narrow.transform(source(large), THUMBNAIL))
          .isInstanceOfAny(ImageCrashException.class, InvalidImageException.class);
      assertThat(narrow.transform(source(JPEG), THUMBNAIL).width()).isEqualTo(40);
    }
  }

  private static IsolatedVips impatient(Duration time) {
    return VipsImageProcessor.isolated()
        .processes(1)
        .limits(VipsLimits.defaults().withTime(time))
        .build();
  }

  /** The last word of its command line. */
  private static Path folder(ProcessHandle process) {
    String[] arguments = process.info().arguments().orElseThrow();
    Path folder = Path.of(arguments[arguments.length - 1]);
    assertThat(folder).isDirectory();
    return folder;
  }
}
